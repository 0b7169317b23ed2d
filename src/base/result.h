/* How a function says what happened. The sign says what the caller has to do: zero and above, go on; below, stop and pass it up.
 * The detail (code, text, arguments) stands in the context's error; see error.h. */
#ifndef BASE_RESULT_H
#define BASE_RESULT_H

enum result {
    RESULT_OK = 0,       /* done */
    RESULT_NONE = 1,     /* a fair question whose answer is "there is none"; no error is set */
    RESULT_AGAIN = -1,   /* the store was busy or a transaction lost a race: the whole transaction may be run again */
    RESULT_REFUSED = -2, /* the asker's input or wish cannot be met; the error says what, where and what to do */
    RESULT_BROKEN = -3   /* our fault or the machine's; the error is for the log, the asker gets an apology and a reference */
};

/* Put before the return type of every function that can fail. */
#define MUST_CHECK __attribute__((warn_unused_result)) enum result

/* Leaves the function with the result of EXPR where that is a failure. */
#define TRY(EXPR)                                                                                                                \
    do {                                                                                                                         \
        enum result try_result_ = (EXPR);                                                                                        \
        if (try_result_ < 0) return try_result_;                                                                                 \
    } while (0)

#endif
