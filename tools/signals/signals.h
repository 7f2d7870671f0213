// The signals of a process. A handler reaches only what is global, so this is the one place of the tree where such
// state is kept: nothing that a run or a world is made of knows of signals.
#pragma once

#include <functional>

#include "values/stop_token.h"

namespace dialtone {

// From now on SIGINT, SIGTERM and SIGHUP no longer end the process: they are noted. A SIGHUP that was ignored, as nohup
// has it, stays ignored. SIGQUIT is noted too. SIGPIPE is ignored: a reader that went away is an error of the write.
// Until watch_signals() a signal also has calls that wait fail with EINTR, once a second from then on: a call that
// began to wait a moment after the signal would otherwise wait on. Threads beside the one that waits must block
// SIGALRM.
void catch_signals();
// The same, for whoever looks from now on at what was noted.
void watch_signals();
// The first SIGINT, SIGTERM or SIGHUP is noted, the second ends the process.
void catch_one_signal();

// Requested by the first SIGINT, SIGTERM or SIGHUP.
StopToken stop_at_signal();
// Requested by the first SIGTERM or SIGHUP: whoever goes on finishes what was begun.
StopToken polite_stop_at_signal();
// The last SIGINT, SIGTERM or SIGHUP that take_signal() has not returned yet; 0: there is none.
int noted_signal();
int take_signal();
// Whether a SIGQUIT has come since the last call.
bool take_quit();

// Has `say` called where the process is aborted, as by an assertion, in the handler of SIGABRT: an assertion aborts
// between two statements, so that memory can be had and files written. That does not hold where something outside sends
// the signal: an alarm ends the process if `say` hangs then. Empty: nobody says anything.
void at_abort(std::function<void()> say);

}  // namespace dialtone
