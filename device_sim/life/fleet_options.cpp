#include "device_sim/life/fleet_options.h"

#include <charconv>
#include <string_view>

#include "wire/http/url.h"

namespace dialtone {
namespace {

Failure bad(std::string_view option, std::string_view value, std::string_view wanted) {
  return {"--" + std::string(option) + ": '" + std::string(value.substr(0, 64)) + "' is not " + std::string(wanted)};
}

std::optional<std::uint64_t> parse_whole(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Parses `N` or `N/s`.
std::optional<std::uint64_t> parse_rate(std::string_view text) {
  if (text.ends_with("/s")) text.remove_suffix(2);
  const std::optional<std::uint64_t> rate = parse_whole(text);
  return rate && *rate > 0 && *rate <= 1'000'000'000 ? rate : std::nullopt;
}

std::optional<DocumentCarrier> parse_carrier(std::string_view text) {
  if (text == "body") return DocumentCarrier::kBody;
  if (text == "query") return DocumentCarrier::kQuery;
  if (text == "post") return DocumentCarrier::kPost;
  return std::nullopt;
}

Result<void> take_name(FleetOptions& options, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return bad("resolve", text, "NAME=ADDRESS");
  const Result<IpAddress> address = parse_ip_address(std::string_view(text).substr(equals + 1));
  if (!address) return bad("resolve", text, "NAME=ADDRESS");
  options.names[text.substr(0, equals)].push_back(*address);
  return {};
}

Result<void> take_numbers(FleetOptions& options, const CommandLine& line) {
  if (const std::string* text = line.find("count")) {
    options.count = parse_whole(*text);
    if (!options.count || *options.count == 0) return bad("count", *text, "a number of devices, 1 or more");
  }
  if (const std::string* text = line.find("rate")) {
    const std::optional<std::uint64_t> rate = parse_rate(*text);
    if (!rate) return bad("rate", *text, "a rate such as 100/s");
    options.power_ons_per_second = *rate;
  }
  if (const std::string* text = line.find("seed")) {
    options.seed = parse_whole(*text);
    if (!options.seed) return bad("seed", *text, "a number");
  }
  if (const std::string* text = line.find("duration")) {
    const Result<Duration> duration = parse_duration(*text);
    if (!duration || *duration == Duration::zero()) return bad("duration", *text, "a duration such as 90s");
    options.duration = *duration;
  }
  return {};
}

Result<void> take_network(FleetOptions& options, const CommandLine& line) {
  if (const std::string* url = line.find("provisioning-url")) {
    const Result<http::HttpUrl> parsed = http::parse_http_url(*url);
    if (!parsed) return Failure{"--provisioning-url: " + parsed.error().reason};
    if (parsed->scheme != "http") return bad("provisioning-url", *url, "an http URL");
    options.provisioning_url = *url;
  }
  if (const std::string* text = line.find("document")) {
    const std::optional<DocumentCarrier> carrier = parse_carrier(*text);
    if (!carrier) return bad("document", *text, "body, query or post");
    options.document = *carrier;
  }
  if (const std::string* text = line.find("bind")) {
    const Result<Cidr> block = parse_cidr(*text);
    if (!block) return bad("bind", *text, "an address, or a block such as 127.1.0.0/16");
    options.bind = *block;
  }
  for (const std::string& text : line.all("resolve")) {
    if (Result<void> taken = take_name(options, text); !taken) return taken;
  }
  return {};
}

}  // namespace

Result<FleetOptions> parse_fleet_options(const std::vector<std::string>& arguments, const Environment& environment) {
  constexpr bool kRepeats = true;
  constexpr bool kFlag = true;
  const Result<CommandLine> line = CommandLine::parse(arguments,
                                                      {{"provisioning-url"},
                                                       {"subscribers"},
                                                       {"count"},
                                                       {"rate"},
                                                       {"seed"},
                                                       {"document"},
                                                       {"bind"},
                                                       {"resolve", kRepeats},
                                                       {"flash"},
                                                       {"skip-provisioning", false, kFlag},
                                                       {"duration"},
                                                       {"exit-when-registered", false, kFlag},
                                                       {"summary"},
                                                       {"events"}},
                                                      environment);
  if (!line) return line.error();
  if (!line->words().empty()) return Failure{"'" + line->words().front() + "' is one argument too many"};
  FleetOptions options;
  if (const Result<void> taken = take_numbers(options, *line); !taken) return taken.error();
  if (const Result<void> taken = take_network(options, *line); !taken) return taken.error();
  if (const std::string* file = line->find("subscribers")) options.subscribers = *file;
  if (const std::string* folder = line->find("flash")) options.flash_folder = *folder;
  if (const std::string* file = line->find("summary")) options.summary = *file;
  if (const std::string* file = line->find("events")) options.events = *file;
  options.skips_provisioning = line->has("skip-provisioning");
  options.exits_when_registered = line->has("exit-when-registered");
  if (options.subscribers.empty()) return Failure{"--subscribers CSV is required"};
  if (options.provisioning_url.empty() && !options.skips_provisioning) {
    return Failure{"--provisioning-url URL is required, or --skip-provisioning"};
  }
  return options;
}

}  // namespace dialtone
