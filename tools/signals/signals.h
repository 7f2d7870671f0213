// The signals of a process. A signal handler can reach only global state, so this is the only place in the tree that
// has global state: runs and worlds know nothing of signals.
#pragma once

#include <functional>

#include "values/stop_token.h"

namespace dialtone {

// After this call SIGINT, SIGTERM and SIGHUP no longer end the process, but are noted, as is SIGQUIT. An ignored SIGHUP
// stays ignored, as nohup requires. SIGPIPE is ignored: a write to a closed pipe returns an error. Until
// watch_signals() is called, a signal also makes blocking calls fail with EINTR, and again once a second, in case a
// call begins to block just after the signal. All threads but the one that blocks in such calls must block SIGALRM.
void catch_signals();
// As catch_signals, for a caller that from now on polls the noted signals.
void watch_signals();
// The first SIGINT, SIGTERM or SIGHUP is noted; the second ends the process.
void catch_one_signal();

// A token that the first SIGINT, SIGTERM or SIGHUP stops.
StopToken stop_at_signal();
// A token that the first SIGTERM or SIGHUP stops: the party then finishes requests in progress.
StopToken polite_stop_at_signal();
// Returns the last SIGINT, SIGTERM or SIGHUP that take_signal() has not returned yet; 0 if there is none.
int noted_signal();
int take_signal();
// Returns true if a SIGQUIT has come since the last call.
bool take_quit();

// Sets a function that the handler of SIGABRT calls when the process aborts, such as at an assertion. An assertion
// aborts between two statements, so `say` may allocate and write files. For a SIGABRT from another process this is not
// certain; so an alarm ends the process if `say` hangs. An empty function removes the previous one.
void at_abort(std::function<void()> say);

}  // namespace dialtone
