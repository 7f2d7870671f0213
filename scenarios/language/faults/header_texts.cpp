#include "scenarios/language/faults/header_texts.h"

#include <algorithm>
#include <array>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/keys/key_catalog.h"
#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/keys/key_writer.h"
#include "scenarios/language/keys/spellings.h"
#include "values/ascii_case.h"

namespace dialtone {
namespace {

// The maximum number of bytes of all lines of one header together.
constexpr std::uint64_t kMostBytesOfHttp = 16U << 20;
constexpr std::uint64_t kMostBytesOfSip = 60'000;

// True for headers that frame a message, or that match an answer to its request. Only the server may write these.
bool is_servers_own(std::string_view name, TargetKind target) {
  constexpr std::array<std::string_view, 2> kOfHttp{"content-length", "transfer-encoding"};
  constexpr std::array<std::string_view, 9> kOfSip{"content-length", "l", "via",  "v", "cseq",
                                                   "call-id",        "i", "from", "to"};
  const auto is_it = [&](std::string_view own) { return equal_ignoring_case(own, name); };
  return target == TargetKind::kCallAgent ? std::any_of(kOfSip.begin(), kOfSip.end(), is_it)
                                          : std::any_of(kOfHttp.begin(), kOfHttp.end(), is_it);
}

// True for a list of values, which stands for several headers of one name. No value may be empty.
bool are_values(const YamlNode& node) {
  return node.kind == YamlNode::Kind::kList && !node.items.empty() &&
         std::all_of(node.items.begin(), node.items.end(),
                     [](const YamlNode& item) { return is_header_value(item) && !item.text.empty(); });
}

const Spelling<std::string> kValueInTurn{.type = "text, at most 4096 bytes",
                                         .wanted = "text",
                                         .pattern = "^.{0,4096}$",
                                         .parse = [](std::string_view text) -> Result<std::string> {
                                           if (text.empty()) return std::string();
                                           return parse_line(text, kLongestText);
                                         },
                                         .write = [](const std::string& text) { return text; },
                                         .is_quoted = true,
                                         .numbers = R"({ "type": ["number", "boolean"] })"};

std::uint64_t bytes_of(const HeaderText& header) {
  std::uint64_t longest = std::max<std::uint64_t>(header.size_bytes, header.value.size());
  for (const std::string& each : header.cycle) longest = std::max<std::uint64_t>(longest, each.size());
  return longest * header.repeat;
}

void check(MapCursor& map, const HeaderText& header, TargetKind target) {
  const auto has = [&](std::string_view key) { return map.node().find(key) != nullptr; };
  if (!header.value.empty() && !header.cycle.empty()) {
    map.report(map.origin(), "'value' and 'cycle' are one or the other");
  } else if (!has("value") && !has("cycle") && !has("size")) {
    map.report(map.origin(), "a header has a value, a cycle or a size");
  }
  for (const std::string_view other : {"size", "repeat"}) {
    if (!has("cycle") || !has(other)) continue;
    map.report(map.entry(other).origin, "'cycle' and " + in_quotes(other) + " are one or the other");
  }
  if (header.size_bytes != 0 && header.value.size() > header.size_bytes) {
    map.report(map.entry("size").origin,
               "'value' has " + std::to_string(header.value.size()) + " bytes, more than 'size', which fills it up");
  }
  const std::uint64_t most = target == TargetKind::kCallAgent ? kMostBytesOfSip : kMostBytesOfHttp;
  if (bytes_of(header) <= most) return;
  map.report(map.origin(), in_quotes(header.name) + " has " + std::to_string(bytes_of(header)) +
                               " bytes, and may have " + std::to_string(most));
}

void read_header(MapCursor& map, const YamlEntry& entry, TargetKind target, const ScenarioNames& names,
                 std::vector<HeaderText>& headers) {
  const bool is_map = entry.value.kind == YamlNode::Kind::kMap;
  if (!is_header_name(entry.key) || (!is_map && !is_header_value(entry.value) && !are_values(entry.value))) {
    map.report(entry.origin,
               "a header is a name and a value of one line, or a list of such, not " + in_quotes(entry.key));
  } else if (is_servers_own(entry.key, target)) {
    map.report(entry.origin, in_quotes(entry.key) + " is written by the server itself");
  } else if (is_map) {
    HeaderText& header = headers.emplace_back(entry.key, "");
    MapCursor inner(entry.value, in_quotes(entry.key), entry.value.origin, map.diagnostics());
    KeyReader reader(inner, names);
    describe(reader, header);
    inner.refuse_unknown();
    check(inner, header, target);
  } else if (entry.value.kind == YamlNode::Kind::kScalar) {
    headers.emplace_back(entry.key, entry.value.text);
  } else {
    for (const YamlNode& item : entry.value.items) headers.emplace_back(entry.key, item.text);
  }
}

bool is_plain(const HeaderText& header) { return header.cycle.empty() && header.size_bytes == 0 && header.repeat == 1; }

std::optional<std::string> headers_text(const std::vector<HeaderText>& headers) {
  FlowMap map;
  for (auto each = headers.begin(); each != headers.end();) {
    const auto next = std::find_if(each, headers.end(), [&](const auto& other) { return other.name != each->name; });
    std::string values = is_plain(*each) ? quote(each->value) : write_keys(*each).text();
    for (auto other = each + 1; other != next; ++other) values += ", " + quote(other->value);
    map.add(quote_key(each->name), next - each == 1 ? values : "[" + values + "]");
    each = next;
  }
  return headers.empty() ? std::nullopt : std::optional(map.text());
}

// Returns JSON Schema for a map of headers.
std::string headers_schema() {
  HeaderText header;
  KeyCatalog catalog;
  describe(catalog, header);
  const std::string values =
      R"({ "type": ["string", "number", "boolean", "array"], "maxLength": 4096, "minItems": 1, "items": { "type": )"
      R"(["string", "number", "boolean"], "minLength": 1, "maxLength": 4096 } })";
  return R"({ "type": "object", "propertyNames": { "pattern": "^[A-Za-z0-9-]+$" }, )"
         R"("additionalProperties": { "anyOf": )" +
         json_list({values, map_schema(catalog.facts()).add("minProperties", "1").text(kOneLine)}) + " } }";
}

}  // namespace

void describe(Keys& keys, HeaderText& header) {
  keys.text({"value", "Its value.", "x"}, unless_empty(header.value), {.most = kLongestText});
  keys.list({"cycle", "Its values, one in each message, in turn for each device.", "[1, 2]"}, header.cycle,
            kValueInTurn, 2);
  keys.spelled({"size", "The value is filled up with x to this many bytes.", "64k"}, unless_empty(header.size_bytes),
               kByteSize);
  keys.number({"repeat", "How many times the header occurs.", "20"},
              {[&header] { return header.repeat == 1 ? std::nullopt : std::optional<std::uint64_t>(header.repeat); },
               [&header](std::uint64_t repeat) { header.repeat = static_cast<std::uint32_t>(repeat); }},
              {1, 1'000});
}

KeyValue headers_of(std::vector<HeaderText>& headers, TargetKind target) {
  return free_value(
      "map of headers", headers_schema(),
      [&headers, target](MapCursor& map, std::string_view key, const ReadContext& context) {
        if (!map.map(key)) return;
        for (const YamlEntry& entry : map.entry(key).value.entries) {
          read_header(map, entry, target, context.names, headers);
        }
      },
      [&headers] { return headers_text(headers); });
}

TextPairs lines_of(const std::vector<HeaderText>& headers, std::uint64_t message) {
  TextPairs lines;
  for (const HeaderText& header : headers) {
    const std::size_t turn = header.cycle.empty() ? 0 : static_cast<std::size_t>(message % header.cycle.size());
    std::string value = header.cycle.empty() ? header.value : header.cycle[turn];
    if (value.size() < header.size_bytes) value.append(header.size_bytes - value.size(), 'x');
    for (std::uint32_t line = 0; line < header.repeat; ++line) lines.emplace_back(header.name, value);
  }
  return lines;
}

}  // namespace dialtone
