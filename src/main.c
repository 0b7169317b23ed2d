/* The first word of the command line opens a door. */
#include "door/cli/cli.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv);
}
