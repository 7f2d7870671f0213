// Runs a party's executable until its work is done or a signal ends it in order.
#pragma once

#include <functional>

#include "world/real/real_world.h"

namespace dialtone {

// Runs `world` until stop() is called. Calls `on_signal` for each SIGINT, SIGTERM and SIGHUP, including one that came
// before (tools/signals/signals.h); calls it between two events, when hosts may be switched off; `on_signal` returns
// true to continue. SIGQUIT prints what each coroutine waits for to standard error. Checks for signals twenty times a
// second. Returns the first signal, or 0 if there was none.
int run_until_stopped(RealWorld& world, const std::function<bool()>& on_signal);

// Adds the party's host, powers it on and runs `world` until the party's main has returned. The first signal switches
// the party off in order: it finishes requests in progress. The second signal cuts its power. Returns the first signal,
// or 0 if there was none.
int run_until_signal(RealWorld& world, HostConfig party);

}  // namespace dialtone
