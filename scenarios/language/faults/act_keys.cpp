#include "scenarios/language/faults/act_keys.h"

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/faults/act_slots.h"
#include "scenarios/language/faults/fault_words.h"
#include "scenarios/language/faults/free_maps.h"
#include "scenarios/language/keys/spellings.h"

namespace dialtone {
namespace {

// Makes a slot for a key that has only one possible value.
template <typename Value>
KeySlot<Value> always(Value value) {
  return {[value] { return std::optional(value); }, [](const Value&) {}};
}

// Describes a key that belongs to another act, so that the reference lists all keys of the map together.
template <typename Value>
KeySlot<Value> elsewhere() {
  return {[] { return std::optional<Value>(); }, [](const Value&) {}};
}

}  // namespace

// --- power, pause, clock ---

void describe(const ActKeys<PowerAction>& on, PowerAction& act) {
  const auto is = [&act](PowerLoss how) { return [&act, how] { return act.how == how; }; };
  const auto outage = [&act, &is](PowerLoss how) {
    return [&act, &is, how](Keys& keys, const Key& key) {
      keys.map(key, [&](Keys& inner) {
        if (inner.makes()) act.how = how;
        inner.duration(Key("off_for", "How long the power stays away.", "10s").required(), where(is(how), act.off_for),
                       kPositiveDuration);
      });
    };
  };
  on.under("power_cut", outage(PowerLoss::kCut));
  on.under("power_off", outage(PowerLoss::kOff));
  on.under("restart", [&](Keys& keys, const Key& key) {
    keys.map(key, [&](Keys& inner) {
      if (inner.makes()) act = {PowerLoss::kRestart, std::chrono::seconds(1), true};
      inner.word({"state", "`lost`: a device's flash, or a call agent's bindings, are empty afterwards.", "kept"},
                 where(is(PowerLoss::kRestart), act.forgets), kStateWords);
      inner.duration({"off_for", "How long the power stays away.", "5s"}, where(is(PowerLoss::kRestart), act.off_for),
                     kPositiveDuration);
    });
  });
}

void describe(const ActKeys<PauseAction>& on, PauseAction& act) {
  on.under("pause", [&](Keys& keys, const Key& key) {
    keys.map(key, [&](Keys& inner) {
      inner.duration(Key("length", "How long it stands still.", "5s").required(), act.length, kPositiveDuration);
    });
  });
}

namespace {

void describe_clock(Keys& keys, const KeySlot<Duration>& step, const KeySlot<std::int64_t>& drift,
                    const KeySlot<WallTime>& time) {
  keys.spelled({"step", "How far the date jumps forward, or back.", "-1h"}, step, kSignedDuration);
  keys.spelled(
      {"drift_ppm", "The clock runs fast by this many millionths; negative: slow. This act is a window.", "200"}, drift,
      kDriftPartsPerMillion);
  keys.spelled({"set", "The new date.", "\"1970-01-01T00:00:00Z\""}, time, kDate);
}

}  // namespace

void describe(const ActKeys<ClockAction>& on, ClockAction& act) {
  on.under("clock", [&](Keys& keys, const Key& key) {
    keys.map(key, [&](Keys& inner) {
      // In the reference, `step` has no default.
      const auto is_step = [&act, &inner] { return !act.set && !inner.makes(); };
      describe_clock(inner, where(is_step, act.step), elsewhere<std::int64_t>(), act.set);
    });
  });
}

void describe(const ActKeys<DriftAction>& on, DriftAction& act) {
  on.under("clock", [&](Keys& keys, const Key& key) {
    keys.map(key, [&](Keys& inner) {
      describe_clock(inner, elsewhere<Duration>(), act.parts_per_million, elsewhere<WallTime>());
    });
  });
}

// --- devices ---

void describe(const ActKeys<ResetAction>& on, ResetAction&) {
  on.under("reset", [](Keys& keys, const Key& key) { keys.only_word(key, always(true), "tcp"); });
}

void describe(const ActKeys<FlashAction>& on, FlashAction&) {
  on.under("flash", [](Keys& keys, const Key& key) { keys.only_word(key, always(true), "fails"); });
}

void describe(const ActKeys<NameAction>& on, NameAction& act) {
  on.under("resolve", [&](Keys& keys, const Key& key) {
    keys.map(key, [&](Keys& inner) {
      inner.word({"fail", "The look-up fails: no such name, or no answer at all.", "no-answer"},
                 unless_empty(act.failure), kNameFailureWords);
      inner.duration({"delay", "How much later the answer comes.", "5s"}, unless_empty(act.delay), kPositiveDuration);
      inner.text({"to", "The answer is this instead: an address, a server, a proxy, or `nowhere`.", "nowhere"},
                 unless_empty(act.to), {.most = 255});
    });
  });
}

void describe(const ActKeys<PacketAction>& on, PacketAction& act) {
  on.under("drop", [&](Keys& keys, const Key& key) {
    using Chosen = std::optional<Transport>;
    const KeySlot<Chosen> protocol{[&act]() -> std::optional<Chosen> {
                                     if (!act.drops) return std::nullopt;
                                     return act.protocol;
                                   },
                                   [&act](Chosen value) {
                                     act.drops = true;
                                     act.protocol = value;
                                   }};
    keys.word(key, protocol, kProtocolWords);
  });
  on.under("delay",
           [&](Keys& keys, const Key& key) { keys.duration(key, unless_empty(act.delay), kPositiveDuration); });
  on.under("jitter",
           [&](Keys& keys, const Key& key) { keys.duration(key, unless_empty(act.jitter), kPositiveDuration); });
  on.under("duplicate", [&](Keys& keys, const Key& key) { keys.only_word(key, act.duplicates, "packets"); });
  on.under("corrupt", [&](Keys& keys, const Key& key) { keys.only_word(key, act.corrupts, "payload"); });
  on.under("bandwidth",
           [&](Keys& keys, const Key& key) { keys.spelled(key, unless_empty(act.bits_per_second), kBandwidth); });
  on.under("queue", [&](Keys& keys, const Key& key) {
    keys.duration(key, where([&act] { return act.bits_per_second != 0; }, act.queue_limit));
  });
}

// --- what devices are ---

void describe(const ActKeys<QuirkAction>& on, QuirkAction& act) {
  on.under("quirk", [&](Keys& keys, const Key& key) { keys.quirks(key, act.quirks, quirk_names()); });
}

void describe(const ActKeys<ProfileAction>& on, ProfileAction& act) {
  on.under("profile", [&](Keys& keys, const Key& key) { keys.name(key, unless_empty(act.profile), NameOf::kProfile); });
}

void describe(const ActKeys<IdentityAction>& on, IdentityAction& act) {
  on.under("identity", [&](Keys& keys, const Key& key) { keys.word(key, act.identity, kFalseIdentityWords); });
}

void describe(const ActKeys<CredentialsAction>& on, CredentialsAction& act) {
  on.under("credentials", [&](Keys& keys, const Key& key) { keys.word(key, act.wrong, kCredentialsWords); });
}

void describe(const ActKeys<BusyAction>& on, BusyAction&) {
  on.under("busy", [](Keys& keys, const Key& key) { keys.only_word(key, always(true), "line"); });
}

void describe(const ActKeys<AddressAction>& on, AddressAction&) {
  on.under("address", [](Keys& keys, const Key& key) { keys.only_word(key, always(true), "new"); });
}

// --- servers ---

void describe(const ActKeys<ChangeAction>& on, ChangeAction& act) {
  on.under("change", [&](Keys& keys, const Key& key) { keys.value(key, columns_of(act)); });
}

void describe(const ActKeys<NotifyAction>& on, NotifyAction& act) {
  on.under("notify", [&](Keys& keys, const Key& key) {
    keys.either(key, where([&act] { return act.to.empty(); }, act.event), kEventPackage, [&](Keys& inner) {
      inner.text(Key("event", "The value of its Event header.", "check-sync").required(), act.event, {.most = 64});
      inner.name({"to", "The group whose contacts get it.", "homes"}, unless_empty(act.to), NameOf::kGroup);
    });
  });
}

void describe(const ActKeys<ForgetAction>& on, ForgetAction&) {
  on.under("forget", [&](Keys& keys, const Key& key) {
    keys.only_word(key, always(true), on.target() == TargetKind::kNat ? "mappings" : "bindings");
  });
}

void describe(const ActKeys<DatabaseAction>& on, DatabaseAction& act) {
  on.under("database", [&](Keys& keys, const Key& key) { keys.word(key, act.says, kDatabaseWords); });
}

namespace {

const Spelling<Duration> kSignedSeconds{
    .type = "duration, or one with a minus",
    .range = "whole seconds",
    .wanted = "a duration such as 1s or -1s",
    .pattern = "^-?([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h|d))+$",
    .parse = [](std::string_view text) -> Result<Duration> {
      const Result<Duration> length = kSignedDuration.parse(text);
      const bool is_whole = !length || *length % std::chrono::seconds(1) == Duration::zero();
      return is_whole ? length : Failure{"must be whole seconds, not " + in_quotes(text)};
    },
    .write = [](const Duration& length) { return kSignedDuration.write(length); }};

void describe_in_turn(Keys& keys, std::optional<DurationInTurn>& turns) {
  if (!turns && keys.makes()) turns.emplace();
  if (!turns) return;
  keys.spelled({"from", "The first of an address of record.", "60s"}, unless_empty(turns->from), kSecondsText);
  keys.spelled({"by", "How much each is longer than the one before, or shorter; at least 1s is granted.", "-1s"},
               unless_empty(turns->by), kSignedSeconds);
  keys.list({"cycle", "Instead of these: one after the other, and from the first on again.", "[60s, 2m]"}, turns->cycle,
            kSecondsText, 2);
}

const Spelling<std::string> kRealm{.type = "realm",
                                   .wanted = "a realm such as example.net",
                                   .pattern = "^[^\"]{1,128}$",
                                   .parse = [](std::string_view text) -> Result<std::string> {
                                     if (text.find_first_of("\"\\") == std::string_view::npos) {
                                       return parse_line(text, 128);
                                     }
                                     return Failure{"must be a realm without quotes and \\"};
                                   },
                                   .write = [](const std::string& text) { return text; },
                                   .is_quoted = true,
                                   .numbers = R"({ "type": ["number", "boolean"] })"};

}  // namespace

void describe(const ActKeys<RegistrarChange>& on, RegistrarChange& act) {
  on.under("registrar", [&](Keys& keys, const Key& key) {
    keys.map(key, [&](Keys& inner) {
      inner.duration({"nonce_lifetime", "How long a nonce is valid.", "20s"}, act.nonce_lifetime, kPositiveDuration);
      inner.only_word({"stale", "Challenges leave out stale=true.", "omitted"}, act.omits_stale, "omitted");
      inner.spelled({"digest_algorithms", "The algorithms of its challenges, in this order.", "\"SHA-256,MD5\""},
                    unless_empty(act.algorithms), kDigestAlgorithms);
      inner.duration(
          {"min_expires", "The shortest registration. A REGISTER that asks for less is answered with 423.", "1m"},
          act.min_expires, kWholeSeconds);
      inner.duration({"max_expires", "The longest registration.", "2h"}, act.max_expires, kWholeSeconds);
      inner.either({"granted_expires", "The expiry that every REGISTER is granted, whatever it asks for.", "1m"},
                   KeySlot<Duration>(act.granted_expires), kSecondsText,
                   [&](Keys& map) { describe_in_turn(map, act.granted_in_turn); });
      inner.number({"max_contacts", "How many bindings one address of record may have.", "1"}, act.max_contacts,
                   {1, 1'000});
      inner.list({"realm", "The realms of its challenges: each challenge names the next one.", "[one, other]"},
                 act.realms, kRealm);
    });
  });
}

}  // namespace dialtone
