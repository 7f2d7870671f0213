// How a party's executable lives: until its work is done or a signal ends it, politely.
#pragma once

#include <functional>

#include "world/real/real_world.h"

namespace dialtone {

// Turns `world` until its stop() is called. At each SIGINT, SIGTERM and SIGHUP, also one that was noted before (see
// tools/signals/signals.h), `on_signal` is called between two events, where hosts may be switched off; it returns
// whether the world turns on. SIGQUIT prints to standard error what each strand awaits, and changes nothing. Signals
// are looked at twenty times a second. Returns the first that came, 0 where none did.
int run_until_stopped(RealWorld& world, const std::function<bool()>& on_signal);

// Adds `party`'s host, powers it on and turns `world` until its main has returned. A signal presses its power button:
// the party finishes what it had begun. A second one cuts the power. Returns as above.
int run_until_signal(RealWorld& world, HostConfig party);

}  // namespace dialtone
