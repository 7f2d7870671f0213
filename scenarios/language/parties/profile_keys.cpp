#include "scenarios/language/parties/profile_keys.h"

#include <algorithm>

#include "device_sim/model/named_profiles.h"
#include "scenarios/language/parties/scenario_words.h"

namespace dialtone {
namespace {

constexpr NumberRange kPercent{.least = 0, .most = 100};
constexpr NumberRange kTimes{.least = 1, .most = 1'000};

// Accepts letters, digits and a few signs that need no escape in a URL.
Result<void> check_path(std::string_view text) {
  const bool is_path = text.starts_with('/') && std::all_of(text.begin(), text.end(), [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                std::string_view("/-._~").find(c) != std::string_view::npos;
                       });
  if (!is_path) return Failure{"'provisioning_path' must be a path such as /provision"};
  return {};
}

constexpr TextRule kPath{
    .most = 256, .form = "a path such as /provision", .check = check_path, .pattern = "^/[A-Za-z0-9/._~-]*$"};

// `like`, which must come first: it replaces all habits, and the other keys change them.
KeySlot<std::string> family(ProfileSettings& profile) {
  return {[&profile] { return profile.like.empty() ? std::nullopt : std::optional(profile.like); },
          [&profile](std::string name) {
            profile.habits = named_profile(name).value();
            profile.like = std::move(name);
          }};
}

KeySlot<Duration> in_seconds(std::uint32_t& seconds) {
  return {[&seconds] { return std::optional<Duration>(std::chrono::seconds(seconds)); },
          [&seconds](Duration value) {
            seconds = static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(value).count());
          }};
}

void describe_model(Keys& keys, DeviceProfile& habits) {
  keys.text({"product", "The product description in its requests for settings.", "ATA-2"}, habits.product);
  keys.text({"user_agent", "The User-Agent of its HTTP and SIP requests; {mac} and {MAC} stand for its MAC address.",
             "ATA-2/1.4.2"},
            habits.user_agent);
  keys.text(
      {"firmware_version", "The firmware version that it reports; quote it, because 1.10 is a number.", "\"1.10\""},
      habits.firmware_version, {.most = 64});
  keys.duration({"boot_time", "How long it takes from power-on to its first packet, at least.", "20s"},
                habits.boot_time);
  keys.duration({"boot_spread", "Up to how much longer a boot takes, drawn for each.", "5s"}, habits.boot_spread);
}

void describe_common_waits(Keys& keys, DeviceProfile& habits) {
  keys.duration({"answer_deadline", "How long it waits for the provisioning server's whole answer.", "10s"},
                habits.answer_deadline, kPositiveDuration);
  keys.duration({"retry_base", "The `base` of `provisioning_retry` and of `registration_retry`.", "5s"},
                both(habits.provisioning_retry.base, habits.registration_retry.base), kPositiveDuration);
  keys.duration({"retry_cap", "The `cap` of `provisioning_retry` and of `registration_retry`.", "5m"},
                both(habits.provisioning_retry.cap, habits.registration_retry.cap), kPositiveDuration);
  keys.duration({"resync_period", "How long after it got settings it asks for them again.", "1h"},
                unless_empty(habits.resync_period), kPositiveDuration);
}

void describe_choices(Keys& keys, DeviceProfile& habits) {
  keys.word({"keep_alive", "What it sends over UDP so that a NAT keeps the way open.", "line-ends"},
            habits.datagram_keep_alive, kKeepAliveWords);
  keys.word({"document", "How the request document travels.", "query"}, habits.document, kDocumentWords);
  keys.truth({"keep_connection", "Whether the requests of one provisioning share a connection.", "true"},
             habits.keeps_http_connection);
  keys.truth({"rewrites_contact",
              "Whether its Contact has the address that the call agent saw (RFC 3581), in place of its own.", "true"},
             habits.rewrites_contact);
  keys.truth(
      {"removes_binding_before_reboot",
       "Whether it removes its binding before a reboot that a NOTIFY asks for; at a power_off it always does.", "true"},
      habits.removes_binding_before_reboot);
  keys.quirks({"quirks", "What its devices do wrong.", "trusts-any-mac"}, habits.quirks, quirk_names());
}

void describe_provisioning_waits(Keys& keys, DeviceProfile& habits) {
  keys.duration({"name_deadline", "How long it waits for the answer to a question for a name.", "5s"},
                habits.name_deadline, kPositiveDuration);
  keys.duration({"connect_deadline", "How long it waits for a connection to each address of a server.", "5s"},
                habits.connect_deadline, kPositiveDuration);
  keys.number({"most_redirects", "How many redirects of a request for settings it follows.", "1"},
              habits.most_redirects, {0, 100});
  keys.map({"provisioning_retry", "How it waits after it has asked for settings in vain.", "{ base: 5s, cap: 5m }"},
           habits.provisioning_retry);
  keys.map({"provisioning_refusal_retry", "How it waits after a 401 or 403 of the provisioning server.",
            "{ base: 5m, cap: 1h }"},
           habits.refusal_retry);
  keys.number({"resync_spread_percent", "From which last part of `resync_period` the moment is drawn.", "10"},
              habits.resync_spread_percent, kPercent);
  keys.number({"attempts_before_stored_settings", "After how many vain tries it takes the settings in its flash.", "2"},
              habits.attempts_before_stored_settings, kTimes);
}

void describe_registration_waits(Keys& keys, DeviceProfile& habits) {
  keys.duration(
      {"t1", "When it first sends a SIP request again over UDP; it gives up after 64 times as long.", "500ms"},
      habits.t1, kPositiveDuration);
  keys.duration({"t2", "The longest time from one retransmission of a SIP request to the next.", "4s"}, habits.t2,
                kPositiveDuration);
  keys.duration({"default_expires", "For how long it asks to be registered where its settings do not say.", "1h"},
                in_seconds(habits.expires_seconds), kWholeSeconds);
  keys.map({"refresh", "When it renews its registration.", "{ from_percent: 80, to_percent: 90, least: 5s }"},
           [&habits](Keys& inner) {
             inner.number({"from_percent", "After which part of the granted time, at the least.", "80"},
                          habits.refresh_from_percent, kPercent);
             inner.number({"to_percent", "After which part of the granted time, at the most.", "90"},
                          habits.refresh_to_percent, kPercent);
             inner.duration({"least", "No sooner than that, however little was granted.", "5s"}, habits.least_refresh,
                            kPositiveDuration);
           });
  keys.map(
      {"registration_retry", "How it waits after it has tried all call agents in vain.", "{ base: 30s, cap: 30m }"},
      habits.registration_retry);
  keys.map(
      {"registration_refusal_retry", "How it waits after a 403 or a 6xx of a call agent.", "{ base: 10m, cap: 1h }"},
      habits.registration_refusal_retry);
  keys.number({"rounds_before_provisioning", "After how many vain rounds it asks for its settings again.", "4"},
              habits.rounds_before_provisioning, kTimes);
  keys.duration({"first_call_agent_after", "After how long at a further call agent it asks the first one again.", "1h"},
                habits.first_call_agent_after);
}

void describe_keep_alives(Keys& keys, DeviceProfile& habits) {
  keys.map(
      {"connection_keep_alive", "How it keeps a TCP connection to a call agent alive; a `least` of 0s: not at all.",
       "{ least: 95s, most: 120s, answer_deadline: 10s }"},
      [&rule = habits.connection_keep_alive](Keys& inner) {
        inner.duration({"least", "From one ping to the next, at the least.", "95s"}, rule.least);
        inner.duration({"most", "From one ping to the next, at the most.", "120s"}, rule.most);
        inner.duration({"answer_deadline", "How long an answer may take; 0s: none is awaited.", "10s"},
                       rule.answer_deadline);
      });
  keys.map({"datagram_keep_alive", "How often it sends what `keep_alive` says.", "{ least: 24s, most: 29s }"},
           [&habits](Keys& inner) {
             inner.duration({"least", "From one to the next, at the least.", "24s"}, habits.datagram_keep_alive_least,
                            kPositiveDuration);
             inner.duration({"most", "From one to the next, at the most.", "29s"}, habits.datagram_keep_alive_most,
                            kPositiveDuration);
           });
}

void describe_ends(Keys& keys, DeviceProfile& habits) {
  keys.duration({"longest_retry_after", "The longest Retry-After that it believes.", "1h"}, habits.longest_retry_after,
                kPositiveDuration);
  keys.duration({"leave_deadline", "How long taking leave of the call agent may keep its power on.", "2s"},
                habits.leave_deadline, kPositiveDuration);
}

// --- keys that contradict each other ---

bool is_given(std::string_view key, const ProfileSettings& profile) {
  return std::find(profile.given.begin(), profile.given.end(), key) != profile.given.end();
}

// `path`: of a key, such as `t1` or `refresh.least`.
const YamlEntry* entry_at(MapCursor& map, std::string_view path) {
  const std::size_t dot = path.find('.');
  const YamlNode* within = dot == std::string_view::npos ? &map.node() : map.node().find(path.substr(0, dot));
  const std::string_view key = dot == std::string_view::npos ? path : path.substr(dot + 1);
  if (within == nullptr) return nullptr;
  const auto found = std::find_if(within->entries.begin(), within->entries.end(),
                                  [&](const YamlEntry& entry) { return entry.key == key; });
  return found == within->entries.end() ? nullptr : &*found;
}

std::string value_text(Duration value) { return to_text(value); }
std::string value_text(std::uint32_t value) { return std::to_string(value); }

template <typename Value>
void check_order(MapCursor& map, std::string_view less, Value smaller, std::string_view more, Value larger) {
  if (smaller <= larger) return;
  const YamlEntry* entry = entry_at(map, more);
  if (entry == nullptr) entry = entry_at(map, less);
  if (entry == nullptr) return;
  map.report(entry->origin, in_quotes(more) + " must be at least " + std::string(less) + ", " + value_text(smaller));
}

// Checked only if both are given: the base caps a smaller default cap.
void check_rule(MapCursor& map, const ProfileSettings& profile, const std::string& above, const std::string& base,
                const std::string& cap, const BackOffRule& rule) {
  if (!is_given(above + base, profile) || !is_given(above + cap, profile)) return;
  check_order(map, above + base, rule.base, above + cap, rule.cap);
}

// A key that sets two rules excludes a key that sets the same part of one of them.
void check_shared(MapCursor& map, const ProfileSettings& profile, std::string_view shared, const std::string& part) {
  for (const std::string rule : {"provisioning_retry.", "registration_retry."}) {
    if (!is_given(shared, profile) || !is_given(rule + part, profile)) continue;
    map.report(map.entry(shared).origin,
               in_quotes(shared) + " and " + in_quotes(rule + part) + " are one or the other");
  }
}

}  // namespace

void describe(Keys& keys, BackOffRule& rule) {
  keys.duration(
      {"base", "The wait after the first failure is up to twice as long, and each further one doubles it.", "5s"},
      rule.base, kPositiveDuration);
  keys.duration({"cap", "The longest wait.", "5m"}, rule.cap, kPositiveDuration);
  keys.number({"least_percent", "From which part of the wait on it is drawn; 100: it is always that long.", "50"},
              rule.least_percent, kPercent);
  keys.number({"over_asked_percent", "Up to which part is drawn on top of what Retry-After asks.", "10"},
              rule.most_over_asked_percent, kPercent);
}

void describe(Keys& keys, ProfileSettings& profile) {
  keys.name({"like", "The family whose habits it has where it says nothing.", "snom"}, family(profile),
            NameOf::kFamily);
  describe_model(keys, profile.habits);
  describe_common_waits(keys, profile.habits);
  describe_choices(keys, profile.habits);
  keys.text({"provisioning_path", "The path of the URL that its devices were made with; a fault may redirect from it.",
             "/factory"},
            profile.provisioning_path, kPath);
  keys.word({"provisioning_scheme", "Whether that URL begins with http://, or with its host.", "none"},
            profile.provisioning_scheme, kSchemeWords);
  describe_provisioning_waits(keys, profile.habits);
  describe_registration_waits(keys, profile.habits);
  describe_keep_alives(keys, profile.habits);
  describe_ends(keys, profile.habits);
}

void check_profile(MapCursor& map, const ProfileSettings& profile) {
  const DeviceProfile& habits = profile.habits;
  check_shared(map, profile, "retry_base", "base");
  check_shared(map, profile, "retry_cap", "cap");
  check_rule(map, profile, "", "retry_base", "retry_cap", habits.provisioning_retry);
  check_rule(map, profile, "provisioning_retry.", "base", "cap", habits.provisioning_retry);
  check_rule(map, profile, "provisioning_refusal_retry.", "base", "cap", habits.refusal_retry);
  check_rule(map, profile, "registration_retry.", "base", "cap", habits.registration_retry);
  check_rule(map, profile, "registration_refusal_retry.", "base", "cap", habits.registration_refusal_retry);
  check_order(map, "t1", habits.t1, "t2", habits.t2);
  check_order(map, "refresh.from_percent", habits.refresh_from_percent, "refresh.to_percent",
              habits.refresh_to_percent);
  check_order(map, "connection_keep_alive.least", habits.connection_keep_alive.least, "connection_keep_alive.most",
              habits.connection_keep_alive.most);
  check_order(map, "datagram_keep_alive.least", habits.datagram_keep_alive_least, "datagram_keep_alive.most",
              habits.datagram_keep_alive_most);
}

}  // namespace dialtone
