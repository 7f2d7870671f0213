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

// The slot for `like`, which must be described first: it replaces all habits, and the other keys then change some.
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
  keys.duration({"boot_time", "The least time from power-on to its first packet.", "20s"}, habits.boot_time);
  keys.duration({"boot_spread", "Each boot takes up to this much longer, drawn.", "5s"}, habits.boot_spread);
}

void describe_common_waits(Keys& keys, DeviceProfile& habits) {
  keys.duration({"answer_deadline", "How long it waits for the provisioning server's whole answer.", "10s"},
                habits.answer_deadline, kPositiveDuration);
  keys.duration({"retry_base", "The `base` of `provisioning_retry` and of `registration_retry`.", "5s"},
                both(habits.provisioning_retry.base, habits.registration_retry.base), kPositiveDuration);
  keys.duration({"retry_cap", "The `cap` of `provisioning_retry` and of `registration_retry`.", "5m"},
                both(habits.provisioning_retry.cap, habits.registration_retry.cap), kPositiveDuration);
  keys.duration({"resync_period", "After this time with its settings it asks for them again.", "1h"},
                unless_empty(habits.resync_period), kPositiveDuration);
}

void describe_choices(Keys& keys, DeviceProfile& habits) {
  keys.word({"keep_alive", "What it sends over UDP to keep a NAT's mapping alive.", "line-ends"},
            habits.datagram_keep_alive, kKeepAliveWords);
  keys.word({"document", "Where the request document is: in the body of a GET, in its query, or in the body of a POST.",
             "query"},
            habits.document, kDocumentWords);
  keys.truth({"keep_connection", "True: the requests of one provisioning share a connection.", "true"},
             habits.keeps_http_connection);
  keys.truth({"rewrites_contact", "True: its Contact has the address that the call agent saw (RFC 3581), not its own.",
              "true"},
             habits.rewrites_contact);
  keys.truth({"removes_binding_before_reboot",
              "True: it removes its binding before a reboot that a NOTIFY asks for. Before a power_off it always does.",
              "true"},
             habits.removes_binding_before_reboot);
  keys.quirks({"quirks", "What its devices do wrong.", "trusts-any-mac"}, habits.quirks, quirk_names());
}

void describe_provisioning_waits(Keys& keys, DeviceProfile& habits) {
  keys.duration({"name_deadline", "How long it waits for the answer to a name look-up.", "5s"}, habits.name_deadline,
                kPositiveDuration);
  keys.duration({"connect_deadline", "How long it waits for a connection to each address of a server.", "5s"},
                habits.connect_deadline, kPositiveDuration);
  keys.number({"most_redirects", "How many redirects of a request for settings it follows.", "1"},
              habits.most_redirects, {0, 100});
  keys.map({"provisioning_retry", "The waits after failed requests for settings.", "{ base: 5s, cap: 5m }"},
           habits.provisioning_retry);
  keys.map({"provisioning_refusal_retry", "The waits after a 401 or 403 from the provisioning server.",
            "{ base: 5m, cap: 1h }"},
           habits.refusal_retry);
  keys.number(
      {"resync_spread_percent", "The moment is drawn from the last this many percent of `resync_period`.", "10"},
      habits.resync_spread_percent, kPercent);
  keys.number({"attempts_before_stored_settings",
               "After this many failed requests for settings it uses the settings in its flash.", "2"},
              habits.attempts_before_stored_settings, kTimes);
}

void describe_registration_waits(Keys& keys, DeviceProfile& habits) {
  keys.duration({"t1",
                 "The time to the first retransmission of a SIP request over UDP; it gives up after 64 times this (RFC "
                 "3261, 17.1.2).",
                 "500ms"},
                habits.t1, kPositiveDuration);
  keys.duration({"t2", "The longest time between two retransmissions of a SIP request (RFC 3261, 17.1.2).", "4s"},
                habits.t2, kPositiveDuration);
  keys.duration({"default_expires", "The expiry that it asks for if its settings have none.", "1h"},
                in_seconds(habits.expires_seconds), kWholeSeconds);
  keys.map(
      {"refresh", "When it renews its registration.", "{ from_percent: 80, to_percent: 90, least: 5s }"},
      [&habits](Keys& inner) {
        inner.number(
            {"from_percent", "The refresh comes after this percentage of the granted time at the earliest.", "80"},
            habits.refresh_from_percent, kPercent);
        inner.number({"to_percent", "The refresh comes after this percentage of the granted time at the latest.", "90"},
                     habits.refresh_to_percent, kPercent);
        inner.duration({"least", "The refresh never comes sooner than this, however short the granted time.", "5s"},
                       habits.least_refresh, kPositiveDuration);
      });
  keys.map(
      {"registration_retry", "The waits after rounds in which no call agent accepted it.", "{ base: 30s, cap: 30m }"},
      habits.registration_retry);
  keys.map({"registration_refusal_retry", "The waits after a 403 or 6xx from a call agent.", "{ base: 10m, cap: 1h }"},
           habits.registration_refusal_retry);
  keys.number({"rounds_before_provisioning", "After this many failed rounds it asks for its settings again.", "4"},
              habits.rounds_before_provisioning, kTimes);
  keys.duration(
      {"first_call_agent_after", "After this time with another call agent it tries the first one again.", "1h"},
      habits.first_call_agent_after);
}

void describe_keep_alives(Keys& keys, DeviceProfile& habits) {
  keys.map({"connection_keep_alive",
            "The pings on a TCP connection to a call agent (RFC 5626, 3.5.1); a `least` of 0s: none.",
            "{ least: 95s, most: 120s, answer_deadline: 10s }"},
           [&rule = habits.connection_keep_alive](Keys& inner) {
             inner.duration({"least", "The shortest time between two pings.", "95s"}, rule.least);
             inner.duration({"most", "The longest time between two pings.", "120s"}, rule.most);
             inner.duration({"answer_deadline", "How long the answer to a ping may take; 0s: it expects none.", "10s"},
                            rule.answer_deadline);
           });
  keys.map({"datagram_keep_alive", "The times between two keep-alive packets over UDP.", "{ least: 24s, most: 29s }"},
           [&habits](Keys& inner) {
             inner.duration({"least", "The shortest time.", "24s"}, habits.datagram_keep_alive_least,
                            kPositiveDuration);
             inner.duration({"most", "The longest time.", "29s"}, habits.datagram_keep_alive_most, kPositiveDuration);
           });
}

void describe_ends(Keys& keys, DeviceProfile& habits) {
  keys.duration({"longest_retry_after", "A longer Retry-After counts as this long.", "1h"}, habits.longest_retry_after,
                kPositiveDuration);
  keys.duration({"leave_deadline", "The longest that a regular shutdown waits for the call agent's answer.", "2s"},
                habits.leave_deadline, kPositiveDuration);
}

// --- keys that contradict each other ---

bool is_given(std::string_view key, const ProfileSettings& profile) {
  return std::find(profile.given.begin(), profile.given.end(), key) != profile.given.end();
}

// Returns the entry at `path`, the path of a key such as `t1` or `refresh.least`.
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

// Reports a `base` above `cap`, but only if the scenario gives both, because a given value may well be beyond the
// default of the other.
void check_rule(MapCursor& map, const ProfileSettings& profile, const std::string& above, const std::string& base,
                const std::string& cap, const BackOffRule& rule) {
  if (!is_given(above + base, profile) || !is_given(above + cap, profile)) return;
  check_order(map, above + base, rule.base, above + cap, rule.cap);
}

// Reports a key that sets two rules together with a key that sets the same part of one of them.
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
      {"base", "The full wait after the first failure is twice this; each further failure doubles it, up to `cap`.",
       "5s"},
      rule.base, kPositiveDuration);
  keys.duration({"cap", "The longest wait.", "5m"}, rule.cap, kPositiveDuration);
  keys.number(
      {"least_percent",
       "Each wait is drawn between this percentage of the full wait and the full wait; 100: always the full wait.",
       "50"},
      rule.least_percent, kPercent);
  keys.number(
      {"over_asked_percent", "After a Retry-After it waits up to this percentage longer than asked, drawn.", "10"},
      rule.most_over_asked_percent, kPercent);
}

void describe(Keys& keys, ProfileSettings& profile) {
  keys.name({"like", "The family whose habits apply where the profile sets none.", "snom"}, family(profile),
            NameOf::kFamily);
  describe_model(keys, profile.habits);
  describe_common_waits(keys, profile.habits);
  describe_choices(keys, profile.habits);
  keys.text({"provisioning_path",
             "The path of the provisioning URL that its devices leave the factory with. A redirect may lead elsewhere.",
             "/factory"},
            profile.provisioning_path, kPath);
  keys.word({"provisioning_scheme", "`http`: the URL begins with http://. `none`: with the host alone.", "none"},
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
