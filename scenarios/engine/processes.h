// A run whose servers and devices are processes of their own: this executable again, each with the plan
// (`dialtone part PLAN NAME`). This process starts them, gathers their events into one record, and ends them.
#pragma once

#include "scenarios/engine/event_log.h"
#include "scenarios/engine/run.h"
#include "scenarios/engine/summary.h"
#include "scenarios/language/plan.h"
#include "subscribers/sqlite_store.h"

namespace dialtone {

// `store` is the user database in the run's directory. Everything it finds goes to `summary`.
void run_in_processes(const Plan& plan, const RunOptions& options, EventLog log, SqliteSubscriberStore& store,
                      RunSummary& summary);

}  // namespace dialtone
