// One part of a run in processes: a server of the plan, or a share of its devices, in this process and the real world.
//
// The part reads one line from its standard input, and writes events as lines to its standard output until a stop is
// requested. Each further line is a fault with a trigger, to be applied at once.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/plan.h"
#include "values/result.h"
#include "values/stop_token.h"

namespace dialtone {

// What a part must be told in addition to the plan.
struct PartStart {
  // The run's start in nanoseconds since 1970, from which all events count.
  std::int64_t start = 0;
  // For devices: the addresses of all servers. For a server that starts again: its previous address.
  ServerEndpoints servers;
  // How often the part has been started before, so that no two lives of a server share their secrets.
  std::uint32_t earlier_lives = 0;
  // When the last earlier life ended. Changes of the server's clock after this moment are not recorded yet.
  Moment away_since{};
};
std::string write_part_start(const PartStart& start);
Result<PartStart> parse_part_start(std::string_view line);

// An order to apply a triggered fault. `until` is the end of its effect, so that it can also be sent to a process that
// starts later.
struct PartStrike {
  std::string fault;
  Moment until;
};
std::string write_part_strike(const PartStrike& strike);
std::optional<PartStrike> parse_part_strike(std::string_view line);

// The name of a part's last event, which reports the lag of its timers.
inline constexpr std::string_view kPartFinished = "part.finished";
// The name of the event that reports in `times` how often a `fault` has acted since the part's last report.
inline constexpr std::string_view kPartActed = "part.acted";

// Runs a part until `stop` is requested. On `polite_stop`, a server is switched off and finishes requests in progress.
// `name` is the name of a server's host or of a DeviceShare. Returns the exit code. When `description_wanted` returns
// true, prints what each coroutine waits for to standard error and continues. The user database is in the plan's
// directory.
int run_part(const Plan& plan, const std::filesystem::path& plan_file, std::string_view name, StopToken stop,
             StopToken polite_stop, const std::function<bool()>& description_wanted);

// Returns the path of a run's user database; its servers' hosts keep their files in the same directory.
std::filesystem::path database_in(const std::filesystem::path& directory);
std::filesystem::path flash_in(const std::filesystem::path& directory);

}  // namespace dialtone
