#include "scenarios/language/server_action_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "scenarios/language/fault_words.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestText = 4'096;
constexpr std::uint64_t kMostBytes = 1 << 30;
constexpr DurationRange kWholeSeconds{.least = std::chrono::seconds(1), .whole_seconds = true};

using HeaderFields = std::vector<std::pair<std::string, std::string>>;

// What says where a message ends, or which request it answers.
bool is_servers_own(std::string_view name, TargetKind kind) {
  constexpr std::array<std::string_view, 2> kOfHttp{"content-length", "transfer-encoding"};
  constexpr std::array<std::string_view, 9> kOfSip{"content-length", "l", "via",  "v", "cseq",
                                                   "call-id",        "i", "from", "to"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto is_it = [&](std::string_view own) { return own == lower; };
  return kind == TargetKind::kCallAgent ? std::any_of(kOfSip.begin(), kOfSip.end(), is_it)
                                        : std::any_of(kOfHttp.begin(), kOfHttp.end(), is_it);
}

bool is_value(const YamlNode& node) {
  return node.kind == YamlNode::Kind::kScalar && node.text.size() <= kLongestText &&
         std::none_of(node.text.begin(), node.text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

// A list's values are those of as many headers with that name, none of them empty.
bool are_values(const YamlNode& node) {
  return node.kind == YamlNode::Kind::kList && !node.items.empty() &&
         std::all_of(node.items.begin(), node.items.end(),
                     [](const YamlNode& item) { return is_value(item) && !item.text.empty(); });
}

// A name and a value of one line each, as messages have them.
HeaderFields read_headers(MapCursor& parent, TargetKind kind) {
  HeaderFields headers;
  if (!parent.map("headers")) return headers;
  for (const YamlEntry& entry : parent.entry("headers").value.entries) {
    const bool is_name = !entry.key.empty() && std::all_of(entry.key.begin(), entry.key.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!is_name || (!is_value(entry.value) && !are_values(entry.value))) {
      parent.faults().report(
          entry.origin, "a header is a name and a value of one line, or a list of such, not " + in_quotes(entry.key));
    } else if (is_servers_own(entry.key, kind)) {
      parent.faults().report(entry.origin, in_quotes(entry.key) + " is written by the server itself");
    } else if (entry.value.kind == YamlNode::Kind::kScalar) {
      headers.emplace_back(entry.key, entry.value.text);
    } else {
      for (const YamlNode& item : entry.value.items) headers.emplace_back(entry.key, item.text);
    }
  }
  return headers;
}

ScriptedAnswer read_answer(MapCursor& map, TargetKind kind) {
  ScriptedAnswer answer;
  const bool is_sip = kind == TargetKind::kCallAgent;
  if (map.require("status"))
    answer.status = static_cast<int>(map.number("status", 200, is_sip ? 699 : 599).value_or(0));
  answer.headers = read_headers(map, kind);
  if (!is_sip) {
    if (const YamlNode* body = map.scalar("body", "text")) answer.body = body->text;
    if (answer.body.size() > kLongestText) map.faults().report(map.entry("body").origin, "'body' is over 4096 bytes");
  }
  map.refuse_unknown();
  return answer;
}

HeaderFields read_replacements(MapCursor& parent) {
  HeaderFields replacements;
  if (!parent.map("replace")) return replacements;
  for (const YamlEntry& entry : parent.entry("replace").value.entries) {
    const bool is_text = entry.value.kind == YamlNode::Kind::kScalar && entry.value.text.size() <= kLongestText;
    if (entry.key.empty() || !is_text) {
      parent.faults().report(entry.origin, "'replace' is a text and another, not " + in_quotes(entry.key));
    } else {
      replacements.emplace_back(entry.key, entry.value.text);
    }
  }
  return replacements;
}

AnswerEdit read_edit(MapCursor& map, TargetKind kind) {
  if (map.node().entries.empty()) map.faults().report(map.origin(), "'edit' says what is changed");
  AnswerEdit edit;
  edit.headers = read_headers(map, kind);
  if (kind == TargetKind::kCallAgent) {
    map.refuse_unknown();
    return edit;
  }
  edit.swaps = map.word("swap", kTruthWords).value_or(false);
  edit.replacements = read_replacements(map);
  edit.declared_encoding = map.text("declared_encoding", 40).value_or("");
  edit.is_latin1 = map.word("latin1", kTruthWords).value_or(false);
  edit.byte_order_mark = map.word("byte_order_mark", kTruthWords).value_or(false);
  edit.truncated_to = map.number("truncate_to", 0, kMostBytes);
  edit.corrupted_at = map.number("corrupt_at", 0, kMostBytes);
  edit.gzip = map.word("compress", kGzipWords).value_or(false);
  map.refuse_unknown();
  return edit;
}

Stall read_stall(MapCursor& map) {
  Stall stall;
  stall.at_byte = map.number("at_byte", 0, kMostBytes).value_or(0);
  if (map.require("length")) stall.length = map.duration("length", kPositiveDuration).value_or(Duration{});
  map.refuse_unknown();
  return stall;
}

RequestEdit read_request_edit(MapCursor& map) {
  RequestEdit edit;
  edit.method = map.text("method", 32).value_or("");
  edit.strips_body = map.word("drop", kBodyWords).value_or(false);
  edit.replacements = read_replacements(map);
  edit.headers = read_headers(map, TargetKind::kProxy);
  map.refuse_unknown();
  return edit;
}

void read_http(MapCursor& map, ServerAction& action) {
  if (std::optional<MapCursor> stall = map.map("stall")) action.stall = read_stall(*stall);
  action.close_at_byte = map.number("close_at_byte", 0, kMostBytes);
}

void read_proxy(MapCursor& map, ServerAction& action) {
  if (std::optional<MapCursor> request = map.map("request")) action.request = read_request_edit(*request);
  action.cache_for = map.duration("cache_for", kPositiveDuration).value_or(Duration{});
}

}  // namespace

std::optional<ServerAction> read_server_action(MapCursor& map, TargetKind kind) {
  constexpr std::array<std::string_view, 9> kKeys{"answer",        "delay", "drop",    "edit",     "stall",
                                                  "close_at_byte", "close", "request", "cache_for"};
  const auto is_there = [&](std::string_view key) {
    return std::any_of(map.node().entries.begin(), map.node().entries.end(),
                       [&](const YamlEntry& entry) { return entry.key == key; });
  };
  if (std::none_of(kKeys.begin(), kKeys.end(), is_there)) return std::nullopt;
  ServerAction action;
  action.delay = map.duration("delay", kPositiveDuration).value_or(Duration{});
  if (map.has("drop")) action.drops = map.word("drop", kRequestsWords).value_or(false);
  if (std::optional<MapCursor> answer = map.map("answer")) action.answer = read_answer(*answer, kind);
  if (std::optional<MapCursor> edit = map.map("edit")) action.edit = read_edit(*edit, kind);
  if (kind == TargetKind::kProvisioning) read_http(map, action);
  if (kind == TargetKind::kProxy) read_proxy(map, action);
  if (kind == TargetKind::kCallAgent) action.closes = map.word("close", kConnectionWords).value_or(false);
  if (action.drops && action.answer) map.faults().report(map.origin(), "'drop' and 'answer' are one or the other");
  return action;
}

RegistrarChange read_registrar_change(MapCursor& map) {
  if (map.node().entries.empty()) map.faults().report(map.origin(), "'registrar' says what it does otherwise");
  RegistrarChange change;
  change.nonce_lifetime = map.duration("nonce_lifetime", kPositiveDuration);
  change.omits_stale = map.word("stale", kOmittedWords).value_or(false);
  if (const YamlNode* text = map.scalar("digest_algorithms", "a list such as MD5,SHA-256")) {
    Result<std::vector<digest::Algorithm>> read = digest::parse_algorithms(text->text);
    if (!read) map.faults().report(text->origin, "'digest_algorithms': " + read.error().reason);
    if (read) change.algorithms = *std::move(read);
  }
  change.min_expires = map.duration("min_expires", kWholeSeconds);
  change.max_expires = map.duration("max_expires", kWholeSeconds);
  change.granted_expires = map.duration("granted_expires", kWholeSeconds);
  if (change.min_expires && change.max_expires && *change.max_expires < *change.min_expires) {
    map.faults().report(map.origin(), "'max_expires' (" + to_text(*change.max_expires) +
                                          ") is shorter than 'min_expires' (" + to_text(*change.min_expires) + ")");
  }
  if (const auto most = map.number("max_contacts", 1, 1'000)) change.max_contacts = static_cast<std::uint32_t>(*most);
  map.refuse_unknown();
  return change;
}

}  // namespace dialtone
