// prov_server: the provisioning server as a separate process, and the import and export of the user database.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "prov_server/audit/audit_log.h"
#include "prov_server/audit/sqlite_audit.h"
#include "prov_server/commands/serve_options.h"
#include "prov_server/commands/subscribers_command.h"
#include "prov_server/provisioning_server.h"
#include "subscribers/sqlite/database_file.h"
#include "subscribers/sqlite/sqlite_store.h"
#include "tools/signals/run_until_signal.h"
#include "tools/signals/signals.h"
#include "values/command_line.h"
#include "values/kept_file.h"
#include "values/program.h"
#include "values/spelling.h"
#include "world/events/service_log.h"
#include "world/real/real_world.h"

namespace dialtone {
namespace {

constexpr std::string_view kName = "prov_server";
constexpr int kUsage = 2;
constexpr int kEnvironment = 3;
constexpr int kInterrupted = 130;
constexpr std::uint64_t kOpenFiles = 256;

constexpr std::string_view kUsageText =
    "usage: prov_server serve --database FILE [--listen HOST:PORT]... [--path PATH] [--max-document SIZE]\n"
    "                         [--limit RATE] [--lockout N/D] [--lockout-exempt CIDR]... [--trust-proxy CIDR]...\n"
    "                         [--digest-algorithms LIST] [--audit-keep D] [--events FILE|-]\n"
    "       prov_server subscribers import|export|list --database FILE [CSV|-]\n"
    "       prov_server subscribers generate --count N --domain D [--call-agent HOST:PORT] [CSV|-]\n"
    "\n"
    "Of serve:\n"
    "  --database FILE           the subscribers, as `subscribers import` made it; may be read-only\n"
    "  --listen HOST:PORT        where requests are taken; 127.0.0.1:8080 without it; repeats\n"
    "  --path PATH               of the URL at which devices ask; /provision without it\n"
    "  --max-document SIZE       of a request, 64kB without it: 65536, 64kB, 1MB\n"
    "  --limit RATE              of one address, such as 10/s; no limit without it\n"
    "  --lockout N/D             N wrong secrets within D, such as 5/10m, lock that user for the address they came\n"
    "                            from, and 10 N lock the address for all users: 429 for D; never without it\n"
    "  --lockout-exempt CIDR     who is not locked, whatever comes from there; repeats\n"
    "  --trust-proxy CIDR        from where X-Forwarded-For is believed; repeats\n"
    "  --digest-algorithms LIST  what challenges offer, in this order: SHA-256,MD5\n"
    "  --audit-keep D            how long it is kept who was given what; 720h without it\n"
    "  --events FILE             what happens, a line of JSON each; - is the standard output\n"
    "Of subscribers: CSV is a file, - or nothing the standard input or output; generate writes --count N subscribers\n"
    "of --domain D, whose devices register with --call-agent.\n"
    "\n"
    "An option that is not given is looked up in the environment: DIALTONE_DATABASE for --database.\n"
    "Ends with 0 on SIGTERM or SIGHUP, 130 on SIGINT, 2 on wrong usage, 3 where the database or a port cannot be "
    "used.\n";

int fail(int code, std::string_view reason) {
  std::cerr << kName << ": " << reason << '\n';
  return code;
}

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

void warn_of_listening_beyond_loopback(const ServeOptions& options, SqliteSubscriberStore& store) {
  const std::vector<Endpoint> endpoints = beyond_loopback(options.server.listen);
  if (endpoints.empty() || !store.any_without_authentication()) return;
  for (const Endpoint& endpoint : endpoints) {
    std::cerr << "prov_server: warning: subscribers whose provision_authentication is 'none' are served beyond this "
                 "machine, on "
              << to_text(endpoint) << '\n';
  }
}

// Warns of passwords with blanks that a device would not send, so that it would always be refused.
void warn_of_changed_credentials(SqliteSubscriberStore& store) {
  constexpr std::size_t kMostNamed = 10;
  const Result<std::vector<std::string>> changed = store.credentials_that_devices_change();
  if (!changed) return;
  for (std::size_t i = 0; i < std::min(changed->size(), kMostNamed); ++i) {
    std::cerr << "prov_server: warning: " << (*changed)[i]
              << ": a device leaves out the blanks at its ends and those that follow another, so that it is refused; "
                 "import another\n";
  }
  if (changed->size() > kMostNamed) {
    std::cerr << "prov_server: warning: " << changed->size() - kMostNamed
              << " more user names and passwords have such blanks\n";
  }
}

// A database that cannot be written has no audit next to it. Requests are answered nevertheless, and the audit is tried
// again every second.
void warn_of_missing_audit(const SqliteSubscriberStore& store, SqliteAudit& audit) {
  if (!store.is_read_only()) return;
  const Result<void> kept = audit.append({});
  if (kept) return;
  std::cerr
      << "prov_server: warning: the database is served read-only, and who is given what is not kept until this is "
         "mended: "
      << kept.error().reason << std::endl;
}

// Reserves file descriptors: if connections used them all, the database could not be opened again.
void leave_files_for_others(HttpServerOptions& options) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return;
  options.most_connections = std::min<std::size_t>(options.most_connections, files.rlim_cur - kOpenFiles / 2);
}

// Serves until a signal comes, which is stored in `signal`, or the server fails.
Result<void> serve_until_signal(const ServeOptions& options, SqliteSubscriberStore& store, ServiceLog& log,
                                int& signal) {
  RealWorldConfig world_config;
  // The nonces' secret is drawn from this source.
  std::random_device random;
  const std::uint64_t high = random();
  world_config.seed = high << 32 | random();
  world_config.recorder = &log;
  const std::unique_ptr<RealWorld> world = make_real_world(world_config);
  log.on_lost([] { raise(SIGTERM); });
  SqliteAudit audit_table(file_of(options.database) + "-audit");
  warn_of_missing_audit(store, audit_table);
  AuditLog audit({.keep = options.audit_keep}, audit_table);
  ProvisioningServer server(options.server, store, nullptr, &audit);
  Result<void> served;
  HostConfig config;
  config.name = "prov_server";
  config.addresses = {options.server.listen.front().address};
  config.main = [&](Host& host) -> Task<void> {
    host.spawn("audit", audit.run(host));
    served = co_await server.run(host);
    audit.finish(host);
  };
  signal = run_until_signal(*world, std::move(config));
  return served;
}

int serve(const std::vector<std::string>& arguments) {
  Result<ServeOptions> options = parse_serve_options(arguments, environment_variable);
  if (!options) return fail(kUsage, options.error().reason + " (prov_server --help)");
  const std::string database = file_of(options->database);
  const Result<void> kept =
      would_keep({"--events", options->events}, {{"--database", database}, {"the audit", database + "-audit"}});
  if (!kept) return fail(kUsage, kept.error().reason);
  Result<std::unique_ptr<SqliteSubscriberStore>> store =
      SqliteSubscriberStore::open(options->database, SqliteSubscriberStore::Mode::kExisting);
  if (!store) return fail(kEnvironment, store.error().reason);
  if (Result<void> limit = raise_open_files_limit(kOpenFiles); !limit) return fail(kEnvironment, limit.error().reason);
  leave_files_for_others(options->server.http);
  const bool to_output = options->events == "-";
  std::ofstream events;
  if (!options->events.empty() && !to_output) {
    events.open(options->events, std::ios::binary | std::ios::trunc);
    if (!events) return fail(kEnvironment, "cannot write events to '" + options->events + "'");
  }
  warn_of_listening_beyond_loopback(*options, **store);
  warn_of_changed_credentials(**store);
  std::ostream* sink = options->events.empty() ? nullptr : to_output ? &std::cout : &events;
  ServiceLog log(to_output ? std::cerr : std::cout, sink);
  int signal = 0;
  const Result<void> served = serve_until_signal(*options, **store, log, signal);
  if (!served) return fail(kEnvironment, served.error().reason);
  if (sink != nullptr && !sink->flush()) {
    return fail(kEnvironment, "--events: " + options->events + " could not be written; some events are lost");
  }
  return signal == SIGINT ? kInterrupted : 0;
}

int run(const std::vector<std::string>& arguments) {
  const std::string command = arguments.empty() ? "" : arguments.front();
  if (const std::optional<int> code = answer_for_itself({kName, kUsageText}, arguments)) return *code;
  if (command.empty()) {
    std::cerr << kUsageText;
    return kUsage;
  }
  if (command != "serve" && command != "subscribers") {
    return fail(kUsage, "there is no command '" + command + "'" + hint_at(command, {"serve", "subscribers"}) +
                            " (prov_server --help)");
  }
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (command == "serve") {
    catch_signals();
    return serve(rest);
  }
  // Set before the first call of interrupted(), so that an interrupted import imports nothing.
  bool notes_signals = false;
  const CommandStreams streams{std::cin, std::cout, isatty(STDERR_FILENO) == 1 ? &std::cerr : nullptr,
                               [&notes_signals] {
                                 if (!notes_signals) catch_one_signal();
                                 notes_signals = true;
                                 return stop_at_signal().stop_requested();
                               }};
  const Result<void, CommandFailure> done = run_subscribers_command(rest, environment_variable, streams);
  return done ? 0 : fail(done.error().exit_code, done.error().reason);
}

}  // namespace
}  // namespace dialtone

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return dialtone::with_output_written(dialtone::kName, dialtone::run(arguments));
}
