#include "scenarios/language/faults/match_keys.h"

#include <charconv>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/faults/fault_words.h"
#include "scenarios/language/faults/free_maps.h"
#include "scenarios/language/keys/spellings.h"

namespace dialtone {
namespace {

constexpr int kLeastStatus = 100;
constexpr int kMostStatus = 699;

Result<StatusRange> parse_status(std::string_view text) {
  const Failure wrong{"must be a status from 100 to 699 or a class such as 4xx, not " + in_quotes(text)};
  if (text.size() != 3) return wrong;
  const bool is_class = text.ends_with("xx");
  const std::string_view digits = is_class ? text.substr(0, 1) : text;
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return wrong;
  const StatusRange range = is_class ? StatusRange(100 * number, 100 * number + 99) : StatusRange(number);
  if (range.least < kLeastStatus || range.most > kMostStatus) return wrong;
  return range;
}

const Spelling<StatusRange> kStatus{.type = "status, or a class of these",
                                    .range = "from 100 to 699, or from 1xx to 6xx",
                                    .wanted = "a status from 100 to 699 or a class such as 4xx",
                                    .pattern = "^[1-6]([0-9][0-9]|xx)$",
                                    .parse = parse_status,
                                    .write = [](const StatusRange& range) { return to_text(range); },
                                    .numbers = R"({ "type": "integer", "minimum": 100, "maximum": 699 })"};

void describe_requests(Keys& keys, FaultMatch& match, bool has_path) {
  keys.text({"method", "Only requests of this method, in capitals.", "GET"}, unless_empty(match.method), {.most = 32});
  if (has_path) {
    keys.text({"path", "Only HTTP requests for this path, without its query.", "/provision"}, unless_empty(match.path),
              {.most = 1'024});
  }
  keys.truth({"authorized", "True: only requests with credentials; false: only requests without.", "true"},
             match.authorized);
  keys.name({"from", "Only requests of this group's devices.", "homes"}, unless_empty(match.from), NameOf::kGroup);
  keys.value(
      {"header", "Only requests with these headers: `text` is equal, `~text` contains, `~/regex/`; empty: absent.",
       "{ User-Agent: ~/spa/ }"},
      header_matches_of(match.headers));
  keys.spelled({"status", "Only answers with this status, or of this class. Only for acts on answers.", "4xx"},
               unless_empty(match.status), kStatus);
  keys.spelled({"refused", "Only requests of devices that this target has refused so often before.", "\">=3\""},
               KeySlot<CountBound>(match.refused), kCountBound);
}

// Describes the keys about the number of what matches, counted for each device from 1.
void describe_numbers(Keys& keys, FaultMatch& match) {
  keys.numbers({"nth", "Of what matches, for each device: only the n-th, or those of a list.", "[2, 4]"},
               unless_empty(match.nth), kCounted);
  keys.number({"first", "Of what matches, for each device: only the first so many.", "3"}, unless_empty(match.first),
              kCounted);
  keys.number({"after", "Of what matches, for each device: only those after the first so many.", "2"},
              unless_empty(match.after), kCounted);
  keys.number(
      {"every", "Of what matches, for each device: only every n-th, such as the second, the fourth, the sixth.", "2"},
      unless_empty(match.every), kCounted);
  keys.probability({"share", "Only this share of them, each drawn.", "5%"}, match.share);
}

void describe_size(Keys& keys, FaultMatch& match, bool is_packet) {
  const NumberRange bytes{1, is_packet ? 65'535U : 16U << 20};
  keys.number({"larger_than",
               "Only packets (with IP's header), bodies of HTTP or requests of SIP with more bytes than this.", "1400"},
              unless_empty(match.larger_than), bytes);
  keys.number({"smaller_than", "The same, with fewer bytes than this.", "200"}, unless_empty(match.smaller_than),
              bytes);
}

void describe_packets(Keys& keys, FaultMatch& match) {
  keys.word({"protocol", "Only packets of this protocol.", "udp"}, unless_empty(match.protocol), kProtocolWords);
  keys.word({"direction", "Only packets in this direction.", "from-devices"}, unless_empty(match.direction),
            kDirectionWords);
  keys.name({"peer", "Only packets to and from this server.", "call_agent"}, unless_empty(match.peer), NameOf::kServer);
  keys.truth({"unsolicited", "Only packets from an endpoint to which the device has sent nothing.", "true"},
             unless_empty(match.unsolicited));
}

}  // namespace

std::string to_text(const StatusRange& range) {
  if (range.least == range.most) return std::to_string(range.least);
  return std::to_string(range.least / 100) + "xx";
}

void describe_match(Keys& keys, FaultMatch& match, const MatchKeys& takes, bool has_path) {
  if (takes.requests) describe_requests(keys, match, has_path);
  if (takes.requests || takes.packets) describe_size(keys, match, !takes.requests);
  if (takes.any()) describe_numbers(keys, match);
  if (takes.packets) describe_packets(keys, match);
  if (takes.names) {
    keys.text({"name", "Only look-ups of this name: a server's target name, or a domain name.", "call_agent"},
              unless_empty(match.name),
              {.most = 255,
               .form = "a server or a domain name",
               .pattern = "[^0-9.-].*\\.|\\..*[^0-9.-]|^(provisioning|call_agent|backup_call_agent)$"});
  }
}

}  // namespace dialtone
