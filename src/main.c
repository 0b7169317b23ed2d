/* The first word of the command line opens a door. */
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    fprintf(stderr, "testamur: %d\n", argc);
    return 2;
}
