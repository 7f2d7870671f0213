#include "scenarios/language/parties/scenario_keys.h"

#include <algorithm>
#include <limits>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/document/matrix.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/names/recorded_names.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestDescription = 4'096;

// Checks a scenario's name. The name of a matrix's case ends with the case: `storm[transport=udp]`.
Result<void> check_name(std::string_view text) {
  const std::string_view name = text.substr(0, text.find('['));
  const bool has_case = name.size() < text.size();
  if (is_scenario_name(name, kLongestName) && (!has_case || text.ends_with(']'))) return {};
  return Failure{in_quotes(text) +
                 " is no name: lower-case letters, digits and '-', beginning with a letter, at most 64 bytes"};
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
         });
}

Result<void> check_domain(std::string_view text) {
  std::string_view rest = text;
  while (true) {
    const std::size_t dot = rest.find('.');
    if (!is_label(rest.substr(0, dot))) return Failure{in_quotes(text) + " is no domain name"};
    if (dot == std::string_view::npos) return {};
    rest.remove_prefix(dot + 1);
  }
}

constexpr TextRule kName{.most = kLongestName + kLongestCase,
                         .form = "lower-case letters, digits and `-`, beginning with a letter",
                         .check = check_name,
                         .pattern = "^[a-z]([a-z0-9-]{0,62}[a-z0-9])?(\\[.*\\])?$",
                         .is_bare = true};
constexpr TextRule kDomain{
    .most = 200,
    .form = "labels with dots between",
    .check = check_domain,
    .pattern = "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$"};

// A text of any number of lines.
constexpr Spelling<std::string> kDescription{.type = "text of at most 4096 bytes",
                                             .wanted = "text",
                                             .pattern = "^[\\s\\S]{0,4096}$",
                                             .parse = [](std::string_view text) -> Result<std::string> {
                                               if (text.size() > kLongestDescription)
                                                 return Failure{"is longer than 4096 bytes"};
                                               return std::string(text);
                                             },
                                             .write = [](const std::string& text) { return text; },
                                             .is_quoted = true,
                                             .numbers = R"({ "type": ["number", "boolean"] })"};

// Makes a value for the word `none`, which switches off a rule that otherwise holds in every scenario. `wanted`: all
// accepted values, for messages.
KeyValue none(std::string_view wanted, bool is_none, std::function<void()> switch_off) {
  return spelled_value(
      {.type = "none", .wanted = wanted, .pattern = "^none$"},
      [wanted, switch_off = std::move(switch_off)](std::string_view text) -> Result<void> {
        if (text != "none") return Failure{"must be " + std::string(wanted) + ", not " + in_quotes(text)};
        switch_off();
        return {};
      },
      [is_none] { return is_none ? std::optional<std::string>("none") : std::nullopt; });
}

// Makes the value for `record`: `requests`, `SIP.Contact` or `HTTP.Via`, or a list of these.
KeyValue record_value(std::vector<std::string>& record) {
  return {.facts =
              [] {
                const std::string one =
                    R"({ "type": "string", "pattern": "^(requests|(SIP|HTTP)\\.[!#$%&'*+.^_`|~0-9A-Za-z-]+)$" })";
                const std::string any = R"({ "anyOf": [)" + one + R"(, { "$ref": "#/$defs/parameter" }] })";
                const std::string list = R"({ "type": "array", "minItems": 1, "items": )" + any + " }";
                return ValueFacts{"`requests`, a header such as `SIP.Contact` or `HTTP.Via`, or a list of these", "",
                                  JsonMap().add("anyOf", json_list({any, list}))};
              },
          .read =
              [&record](MapCursor& map, std::string_view key, const ReadContext&) {
                const YamlNode* value = map.take(key);
                if (value == nullptr) return false;
                const bool is_list = value->kind == YamlNode::Kind::kList;
                const std::vector<YamlNode> one{*value};
                if (is_list && value->items.empty()) map.report(value->origin, "'record' is a name or a list of names");
                for (const YamlNode& item : is_list ? value->items : one) {
                  if (item.kind != YamlNode::Kind::kScalar) {
                    map.report_wrong(key, item, "requests, a header such as SIP.Via, or a list of these");
                    continue;
                  }
                  const Result<void> read = check_recorded_name(item.text);
                  if (!read) map.report(item.origin, read.error().reason);
                  record.push_back(item.text);
                }
                return true;
              },
          .write = [&record]() -> std::optional<std::string> {
            std::string text;
            for (const std::string& name : record) text += (text.empty() ? "" : ", ") + quote(name);
            return text.empty() ? std::nullopt : std::optional("[" + text + "]");
          }};
}

}  // namespace

void describe(Keys& keys, Scenario& scenario) {
  keys.text(
      Key("scenario", "The scenario's name. In the plan of a matrix' case, the case follows it.", "storm").required(),
      scenario.name, kName);
  keys.spelled({"description", "What the scenario is about, for readers.", "\"Power returns.\""},
               unless_empty(scenario.description), kDescription);
  keys.number({"seed", "The number that every draw follows from.", "7"}, scenario.seed,
              {0, std::numeric_limits<std::uint64_t>::max()});
  keys.duration({"duration", "The longest that a run takes.", "10m"}, scenario.duration, kPositiveDuration);
  keys.text({"domain", "The domain of the ITSP.", "voip.example.net"}, scenario.domain, kDomain);
  keys.value({"record",
              "What the servers record of requests and answers, beside their own events: `request.received`, "
              "`header.received` and `header.sent`.",
              "[requests, SIP.Contact]"},
             record_value(scenario.record));
  keys.value(
      {"safety", "`none`: the rules on settings and secrets, which hold in every scenario, are not judged.", "none"},
      none("none, or left out", !scenario.safety, [&scenario] { scenario.safety = false; }));
  keys.either(
      {"liveness", "The time for all healthy devices to register after the last fault has ended; `none`: not judged.",
       "{ within: 2m }"},
      none("none, or { within: DURATION }", !scenario.liveness, [&scenario] { scenario.liveness.reset(); }),
      [&scenario](Keys& inner) {
        // A bound that the scenario gives is checked against the scenario's end (check_liveness()); the default bound
        // is not.
        inner.duration(Key("within", "How long they may take; default 10m.", "2m").required(),
                       {[&scenario] { return scenario.liveness == kLivenessBound ? std::nullopt : scenario.liveness; },
                        [&scenario](Duration bound) { scenario.liveness = bound; }},
                       kPositiveDuration);
      });
}

}  // namespace dialtone
