#include "scenarios/language/faults/match_keys.h"

#include "scenarios/language/faults/fault_words.h"

namespace dialtone {
namespace {

void describe_requests(Keys& keys, FaultMatch& match, bool has_path) {
  keys.text({"method", "Only requests of this method, in capitals.", "GET"}, unless_empty(match.method), {.most = 32});
  if (has_path) {
    keys.text({"path", "Only HTTP requests for this path, without its query.", "/provision"}, unless_empty(match.path),
              {.most = 1'024});
  }
  keys.truth({"authorized", "True: only requests with credentials; false: only requests without.", "true"},
             match.authorized);
  keys.name({"from", "Only requests of this group's devices.", "homes"}, unless_empty(match.from), NameOf::kGroup);
  keys.number({"status", "Only answers with this status. Only beside an `edit` and nothing else.", "401"},
              {[&match] { return match.status == 0 ? std::nullopt : std::optional<std::uint64_t>(match.status); },
               [&match](std::uint64_t status) { match.status = static_cast<int>(status); }},
              {100, 699});
}

// What matches has a number, of each device from 1.
void describe_numbers(Keys& keys, FaultMatch& match) {
  keys.numbers(
      {"nth", "Of each device's requests, packets, questions or writes: only the n-th, or a list of these.", "[2, 4]"},
      unless_empty(match.nth), kCounted);
  keys.number({"first", "Of these only the first so many.", "3"}, unless_empty(match.first), kCounted);
  keys.number({"after", "Of these only those after the first so many.", "2"}, unless_empty(match.after), kCounted);
  keys.number({"every", "Of these only each so-manieth: the second, the fourth, the sixth.", "2"},
              unless_empty(match.every), kCounted);
  keys.probability({"share", "Only this share of them, each drawn.", "5%"}, match.share);
}

void describe_packets(Keys& keys, FaultMatch& match) {
  keys.word({"protocol", "Only packets of this protocol.", "udp"}, unless_empty(match.protocol), kProtocolWords);
  keys.word({"direction", "Only packets in this direction.", "from-devices"}, unless_empty(match.direction),
            kDirectionWords);
  keys.name({"peer", "Only packets to and from this server.", "call_agent"}, unless_empty(match.peer), NameOf::kServer);
  keys.number({"larger_than", "Only packets with more bytes than this, with IP's header.", "1400"},
              unless_empty(match.larger_than), {1, 65'535});
  keys.truth({"unsolicited", "Only packets from an endpoint to which the device has sent nothing.", "true"},
             unless_empty(match.unsolicited));
}

}  // namespace

void describe_match(Keys& keys, FaultMatch& match, const MatchKeys& takes, bool has_path) {
  if (takes.requests) describe_requests(keys, match, has_path);
  if (takes.any()) describe_numbers(keys, match);
  if (takes.packets) describe_packets(keys, match);
  if (takes.names) {
    keys.text({"name", "Only look-ups of this name: a server's target name, or a domain name.", "call_agent"},
              unless_empty(match.name),
              {.most = 255,
               .form = "a server or a domain name",
               .pattern = "\\.|^(provisioning|call_agent|backup_call_agent)$"});
  }
}

}  // namespace dialtone
