// How a party's executable lives: until its work is done or a signal ends it, politely.
#pragma once

#include <functional>

#include "world/real/real_world.h"

namespace dialtone {

// Notes SIGINT, SIGTERM and SIGHUP from now on, for run_until_stopped to act on, instead of ending the process: the
// first thing that a main does that has files to write. A SIGHUP that was ignored, as nohup has it, stays ignored.
void note_signals();
// A signal that was noted and not acted on; 0 where there is none.
int noted_signal();

// Turns `world` until its stop() is called. At each SIGINT, SIGTERM and SIGHUP, also one that was noted before,
// `on_signal` is called between two events, where hosts may be switched off; it returns whether the world turns on.
// SIGQUIT prints to standard error what each strand awaits, and changes nothing. SIGPIPE is ignored: a reader that went
// away is an error of the write. Returns the first signal that came, 0 where none did.
//
// Handlers are installed before the world turns and put back at the end; one call at a time in a process, because a
// signal handler reaches only what is global.
int run_until_stopped(RealWorld& world, const std::function<bool()>& on_signal);

// Adds `party`'s host, powers it on and turns `world` until its main has returned. A signal presses its power button:
// the party finishes what it had begun. A second one cuts the power. Returns as above.
int run_until_signal(RealWorld& world, HostConfig party);

}  // namespace dialtone
