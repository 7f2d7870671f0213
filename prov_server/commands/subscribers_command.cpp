#include "prov_server/commands/subscribers_command.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include "prov_server/commands/progress_bar.h"
#include "subscribers/generate.h"
#include "subscribers/progress.h"
#include "subscribers/sqlite/sqlite_store.h"
#include "subscribers/subscriber_csv.h"
#include "values/endpoint.h"
#include "values/kept_file.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

using Done = Result<void, CommandFailure>;
using Store = std::unique_ptr<SqliteSubscriberStore>;

CommandFailure usage(std::string reason) { return {2, std::move(reason) + " (prov_server --help)"}; }
CommandFailure environment_failure(std::string reason) { return {3, std::move(reason)}; }

bool is_standard(const std::string& file) { return file.empty() || file == "-"; }

// Returns the CSV's file name; empty if none is given.
Result<std::string, CommandFailure> csv_file(const CommandLine& line) {
  if (line.words().size() > 1) return usage("'" + line.words()[1] + "' is one argument too many");
  return line.words().empty() ? std::string() : line.words().front();
}

Result<std::string, CommandFailure> read_all(const std::string& file, std::istream& in) {
  if (is_standard(file)) return std::string(std::istreambuf_iterator<char>(in), {});
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return environment_failure("cannot read '" + file + "'");
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

// Opens the file for writing with mode 0600.
Result<std::unique_ptr<std::ofstream>, CommandFailure> open_private(const std::string& file) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool opened = descriptor >= 0;
  struct stat status{};
  // A terminal or a pipe keeps its mode.
  const bool is_file = opened && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  const bool is_private = opened && (!is_file || fchmod(descriptor, 0600) == 0);
  if (opened) close(descriptor);
  auto stream = std::make_unique<std::ofstream>();
  if (is_private) stream->open(file, std::ios::binary);
  if (!is_private || !*stream) return environment_failure("cannot write '" + file + "'");
  return stream;
}

Done finish(std::ostream& stream, const std::string& file) {
  stream.flush();
  if (!stream)
    return environment_failure("cannot write all of " + (file.empty() ? "standard output" : "'" + file + "'"));
  return Done();
}

Result<Store, CommandFailure> open_store(const CommandLine& line, SqliteSubscriberStore::Mode mode) {
  const std::string* database = line.find("database");
  if (database == nullptr) return usage("--database FILE is required");
  Result<Store> store = SqliteSubscriberStore::open(*database, mode);
  if (!store) return environment_failure(store.error().reason);
  return *std::move(store);
}

// Draws how much of `all` is done; returns false when the user interrupts.
Progress drawn_progress(ProgressBar& bar, const CommandStreams& streams, std::string_view what, std::uint64_t all) {
  return [&bar, &streams, what, all](std::uint64_t done) {
    bar.show(what, done, all);
    return !streams.interrupted || !streams.interrupted();
  };
}

Done import(const CommandLine& line, const CommandStreams& streams) {
  const auto failed = [&](CommandFailure failure) -> Done {
    if (!streams.interrupted || !streams.interrupted()) return failure;
    return CommandFailure{130, "interrupted; nothing was imported"};
  };
  Result<std::string, CommandFailure> file = csv_file(line);
  if (!file) return file.error();
  Result<std::string, CommandFailure> csv = read_all(*file, streams.in);
  if (!csv) return csv.error();
  ProgressBar bar(streams.terminal);
  Result<std::vector<Subscriber>> subscribers =
      parse_subscribers_csv(*csv, drawn_progress(bar, streams, "reading", csv->size()));
  if (!subscribers) {
    return failed({2, (is_standard(*file) ? "standard input" : *file) + ": " + subscribers.error().reason});
  }
  *csv = std::string();
  Result<Store, CommandFailure> store = open_store(line, SqliteSubscriberStore::Mode::kReadWriteCreate);
  if (!store) return store.error();
  const Result<std::uint64_t> imported =
      (*store)->import(*subscribers, drawn_progress(bar, streams, "importing", subscribers->size()));
  if (!imported) return failed(environment_failure(imported.error().reason));
  bar.clear();
  streams.out << "imported " << *imported << (*imported == 1 ? " subscriber" : " subscribers") << '\n';
  return finish(streams.out, "");
}

Result<std::vector<Subscriber>, CommandFailure> all_subscribers(const CommandLine& line) {
  Result<Store, CommandFailure> store = open_store(line, SqliteSubscriberStore::Mode::kExisting);
  if (!store) return store.error();
  Result<std::vector<Subscriber>> all = (*store)->all();
  if (!all) return environment_failure(all.error().reason);
  return *std::move(all);
}

// Calls `write` with the stream for the CSV.
template <typename Write>
Done write_csv(const std::string& file, std::ostream& out, const Write& write) {
  if (is_standard(file)) {
    write(out);
    return finish(out, "");
  }
  Result<std::unique_ptr<std::ofstream>, CommandFailure> stream = open_private(file);
  if (!stream) return stream.error();
  write(**stream);
  return finish(**stream, file);
}

Done export_csv(const CommandLine& line, std::ostream& out) {
  Result<std::string, CommandFailure> file = csv_file(line);
  if (!file) return file.error();
  const std::string* database = line.find("database");
  const Result<void> kept = would_keep({"export", *file}, {{"--database", database == nullptr ? "" : *database}});
  if (!kept) return usage(kept.error().reason);
  Result<std::vector<Subscriber>, CommandFailure> all = all_subscribers(line);
  if (!all) return all.error();
  return write_csv(*file, out, [&](std::ostream& stream) {
    std::string csv = subscriber_csv_header();
    append_subscribers_csv(csv, *all);
    stream << csv;
  });
}

Done list(const CommandLine& line, std::ostream& out) {
  if (!line.words().empty()) return usage("'" + line.words().front() + "' is one argument too many");
  Result<std::vector<Subscriber>, CommandFailure> all = all_subscribers(line);
  if (!all) return all.error();
  for (const Subscriber& subscriber : *all) {
    out << subscriber.serial_number << "  " << to_text(subscriber.mac_address) << "  " << subscriber.customer_number
        << "  " << subscriber.product << "  " << subscriber.device_name << '@' << subscriber.domain << "  revision "
        << subscriber.settings_revision << (subscriber.enabled ? "" : "  disabled") << '\n';
  }
  out << all->size() << (all->size() == 1 ? " subscriber" : " subscribers") << '\n';
  return finish(out, "");
}

Result<void, CommandFailure> set_call_agent(const std::string& text, GenerateOptions& options) {
  const std::size_t colon = text.rfind(':');
  Result<std::uint16_t> port = parse_port(colon == std::string::npos ? "" : text.substr(colon + 1));
  std::string host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!port || *port == 0 || host.empty() || (!bracketed && host.find(':') != std::string::npos)) {
    return usage("--call-agent: '" + text + "' is not HOST:PORT");
  }
  options.call_agent_address = host;
  options.call_agent_port = *port;
  return Done();
}

Done generate(const CommandLine& line, std::ostream& out) {
  Result<std::string, CommandFailure> file = csv_file(line);
  if (!file) return file.error();
  const std::string* count_text = line.find("count");
  const std::string* domain = line.find("domain");
  if (count_text == nullptr || domain == nullptr) return usage("--count N and --domain D are required");
  std::uint64_t count = 0;
  const char* const count_end = count_text->data() + count_text->size();
  const auto [end, fault] = std::from_chars(count_text->data(), count_end, count);
  if (fault != std::errc() || end != count_end || count == 0 || count > kMostGenerated) {
    return usage("--count: '" + *count_text + "' is not a number from 1 to " + std::to_string(kMostGenerated));
  }
  GenerateOptions options;
  options.domain = *domain;
  if (const std::string* agent = line.find("call-agent")) {
    if (Done set = set_call_agent(*agent, options); !set) return set;
  }
  // Checks the first subscriber before writing: if import accepts it, import accepts all, since the rows are alike.
  const Subscriber first = generate_subscriber(0, options);
  std::string sample = subscriber_csv_header();
  append_subscribers_csv(sample, {&first, 1});
  if (const Result<std::vector<Subscriber>> read = parse_subscribers_csv(sample); !read) {
    const std::string& reason = read.error().reason;
    return usage("--domain or --call-agent: " + reason.substr(std::min(reason.find(": ") + 2, reason.size())));
  }
  return write_csv(*file, out, [&](std::ostream& stream) {
    stream << subscriber_csv_header();
    std::string row;
    for (std::uint64_t index = 0; index < count; ++index) {
      const Subscriber subscriber = generate_subscriber(index, options);
      row.clear();
      append_subscribers_csv(row, {&subscriber, 1});
      stream << row;
    }
  });
}

}  // namespace

Result<void, CommandFailure> run_subscribers_command(const std::vector<std::string>& arguments,
                                                     const Environment& environment, const CommandStreams& streams) {
  const std::string verb = arguments.empty() ? "" : arguments.front();
  const std::vector<std::string> rest(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
  const bool generates = verb == "generate";
  if (!generates && verb != "import" && verb != "export" && verb != "list") {
    return usage("'subscribers' is followed by import, export, list or generate" +
                 did_you_mean(verb, {"import", "export", "list", "generate"}));
  }
  Result<CommandLine> line = generates ? CommandLine::parse(rest, {{"count"}, {"domain"}, {"call-agent"}}, environment)
                                       : CommandLine::parse(rest, {{"database"}}, environment);
  if (!line) return usage(line.error().reason);
  if (generates) return generate(*line, streams.out);
  if (verb == "import") return import(*line, streams);
  return verb == "export" ? export_csv(*line, streams.out) : list(*line, streams.out);
}

}  // namespace dialtone
