#include "scenarios/engine/control_runs.h"

#include <algorithm>
#include <filesystem>

#include "scenarios/language/expectations/threshold.h"
#include "scenarios/language/plan/control_run.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

// The faults that `without` names, each once.
std::vector<std::string> compared_faults(const Scenario& scenario) {
  std::vector<std::string> faults;
  for (const Expectation& each : scenario.expectations) {
    const auto* threshold = std::get_if<Threshold>(&each.condition);
    if (threshold == nullptr || threshold->without.empty()) continue;
    if (std::find(faults.begin(), faults.end(), threshold->without) == faults.end())
      faults.push_back(threshold->without);
  }
  return faults;
}

// Keeps only the expectations that compare with a run without `fault`, as thresholds of the same names that every value
// meets.
void only_measure(const std::string& fault, std::vector<Expectation>& expectations) {
  std::erase_if(expectations, [&](Expectation& each) {
    auto* threshold = std::get_if<Threshold>(&each.condition);
    if (threshold == nullptr || threshold->without != fault) return true;
    threshold->without.clear();
    threshold->unit = unit_of(threshold->aggregate, parse_metric(threshold->metric)->kind);
    threshold->comparison = Comparison::kGreaterOrEqual;
    threshold->bound = 0;
    return false;
  });
}

Plan plan_without(const std::string& fault, const Plan& plan) {
  Plan control = plan;
  only_measure(fault, control.scenario.expectations);
  control.scenario.safety = false;
  control.scenario.liveness.reset();
  // Cannot fail: the reader has checked that the scenario has the fault.
  static_cast<void>(leave_out(control.scenario, {fault}));
  return control;
}

}  // namespace

bool has_control_runs(const Scenario& scenario) { return !compared_faults(scenario).empty(); }

ControlRuns carry_out_control_runs(const Plan& plan, const RunOptions& options) {
  ControlRuns runs;
  for (const std::string& fault : compared_faults(plan.scenario)) {
    const Plan control = plan_without(fault, plan);
    RunOptions its_options = options;
    its_options.directory /= "without-" + fault;
    std::error_code error;
    fs::create_directory(its_options.directory, error);
    if (!error) fs::permissions(its_options.directory, fs::perms::owner_all, error);
    if (error) {
      runs.reasons.push_back(its_options.directory.string() + ": " + error.message());
      return runs;
    }
    const RunSummary summary = run_plan(control, its_options);
    for (const std::string& reason : summary.reasons)
      runs.reasons.push_back("the run without " + fault + ": " + reason);
    runs.was_interrupted = summary.result == RunResult::kInterrupted;
    if (!runs.reasons.empty() || runs.was_interrupted) return runs;
    for (std::size_t number = 0; number < control.scenario.expectations.size(); ++number) {
      runs.values[control.scenario.expectations[number].name] = summary.oracles[number].value;
    }
  }
  return runs;
}

}  // namespace dialtone
