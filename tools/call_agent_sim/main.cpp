// call_agent_sim: the call agent as a separate process.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "call_agent_sim/service/call_agent.h"
#include "call_agent_sim/service/serve_options.h"
#include "subscribers/sqlite/sqlite_store.h"
#include "tools/signals/run_until_signal.h"
#include "tools/signals/signals.h"
#include "values/kept_file.h"
#include "values/program.h"
#include "values/spelling.h"
#include "world/events/service_log.h"
#include "world/real/real_flash.h"
#include "world/real/real_world.h"

namespace dialtone {
namespace {

constexpr std::string_view kName = "call_agent_sim";
constexpr int kUsage = 2;
constexpr int kEnvironment = 3;
constexpr int kInterrupted = 130;
constexpr std::uint64_t kOpenFiles = 64;

constexpr std::string_view kUsageText =
    "usage: call_agent_sim serve --database FILE [OPTION]...\n"
    "A registrar over SIP, UDP and TCP, for the accounts of a user database.\n"
    "  --database FILE              the user database, as prov_server makes it; may be read-only\n"
    "  --sip HOST:PORT              where to listen (127.0.0.1:5060); port 0 takes a free one; repeats\n"
    "  --realm R                    of the challenges (the account's domain, or our address where a device names "
    "that)\n"
    "  --nonce-lifetime D           how long a challenge may be answered (5m)\n"
    "  --min-expires D              shorter registrations are refused (1m)\n"
    "  --max-expires D              longer registrations are shortened (24h)\n"
    "  --max-contacts N             for each address of record (10)\n"
    "  --when-full WHAT             reject or replace-oldest (reject)\n"
    "  --keep-bindings FILE         where bindings survive a restart; made where it is missing\n"
    "  --probe PERIOD               ask each binding so often with OPTIONS whether its device is there (never)\n"
    "  --digest-algorithms LIST     of the challenges, in their order (MD5,SHA-256)\n"
    "  --lockout N/D                N wrong secrets within D, such as 5/10m, lock that user for the address they came\n"
    "                               from, and 10 N lock the address for all users: 403 for D (never)\n"
    "  --lockout-exempt CIDR        who is not locked, whatever comes from there; repeats\n"
    "  --events FILE|-              events as lines of JSON; - is standard output\n"
    "Each option may stand in the environment: DIALTONE_ and its name in capitals, _ for -.\n"
    "Ends with 0 on SIGTERM or SIGHUP, 130 on SIGINT, 2 on wrong usage, 3 where the database or a port cannot be "
    "used.\n";

int fail(int code, std::string_view what) {
  std::cerr << kName << ": " << what << std::endl;
  return code;
}

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::uint64_t system_seed() {
  std::random_device random;
  return (std::uint64_t{random()} << 32) | random();
}

Task<void> live(Host& host, CallAgent& agent, std::filesystem::path bindings_folder) {
  RealFlash flash(host, std::move(bindings_folder));
  co_await agent.run(host, &flash);
}

int serve(const CallAgentServeOptions& options) {
  const std::string bindings =
      options.agent.keep_bindings.empty()
          ? std::string()
          : (std::filesystem::path(options.bindings_folder) / options.agent.keep_bindings).string();
  const Result<void> kept =
      would_keep({"--events", options.events}, {{"--database", options.database}, {"--keep-bindings", bindings}});
  if (!kept) return fail(kUsage, kept.error().reason);
  auto store = SqliteSubscriberStore::open(options.database, SqliteSubscriberStore::Mode::kExisting);
  if (!store) return fail(kEnvironment, store.error().reason);
  if (const Result<void> limit = raise_open_files_limit(kOpenFiles); !limit) {
    return fail(kEnvironment, limit.error().reason);
  }
  std::ofstream file;
  const bool to_standard_output = options.events == "-";
  if (!options.events.empty() && !to_standard_output) {
    file.open(options.events);
    if (!file) return fail(kEnvironment, "--events: cannot write " + options.events + "; name a file that can be made");
  }
  std::ostream* events = options.events.empty() ? nullptr : to_standard_output ? &std::cout : &file;
  ServiceLog log(to_standard_output ? std::cerr : std::cout, events);

  RealWorldConfig config;
  config.seed = system_seed();
  config.recorder = &log;
  const std::unique_ptr<RealWorld> world = make_real_world(config);
  log.on_lost([] { raise(SIGTERM); });
  CallAgent agent(options.agent, **store);
  HostConfig host_config;
  host_config.name = "call_agent";
  host_config.addresses = {options.agent.listen.front().address};
  host_config.main = [&](Host& host) { return live(host, agent, options.bindings_folder); };
  const int signal = run_until_signal(*world, std::move(host_config));
  if (agent.failure()) return fail(kEnvironment, *agent.failure());
  if (events != nullptr && !events->flush()) {
    return fail(kEnvironment, "--events: " + options.events + " could not be written; some events are lost");
  }
  return signal == SIGINT ? kInterrupted : 0;
}

int run(const std::vector<std::string>& arguments) {
  if (const std::optional<int> code = answer_for_itself({kName, kUsageText}, arguments)) return *code;
  if (arguments.empty()) {
    std::cerr << kUsageText;
    return kUsage;
  }
  if (arguments[0] != "serve") {
    return fail(kUsage, "there is no command '" + arguments[0] + "'" + hint_at(arguments[0], {"serve"}) +
                            " (call_agent_sim --help)");
  }
  catch_signals();
  const Result<CallAgentServeOptions> options =
      parse_call_agent_options({arguments.begin() + 1, arguments.end()}, variable);
  if (!options) return fail(kUsage, options.error().reason + "; call_agent_sim --help lists the options");
  return serve(*options);
}

}  // namespace
}  // namespace dialtone

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return dialtone::with_output_written(dialtone::kName, dialtone::run(arguments));
}
