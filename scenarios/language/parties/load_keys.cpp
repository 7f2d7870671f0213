#include "scenarios/language/parties/load_keys.h"

#include <algorithm>
#include <string_view>

#include "prov_server/request_limiter.h"
#include "scenarios/language/document/word_table.h"
#include "scenarios/language/keys/spellings.h"

namespace dialtone {
namespace {

constexpr WordTable<LoadRequest, 2> kLoadRequestWords{
    {{"register", LoadRequest::kRegister}, {"provision-request", LoadRequest::kProvisionRequest}}};
constexpr WordTable<LoadSecrets, 4> kLoadSecretsWords{{{"right", LoadSecrets::kRight},
                                                       {"wrong", LoadSecrets::kWrong},
                                                       {"guessed", LoadSecrets::kGuessed},
                                                       {"none", LoadSecrets::kNone}}};
constexpr WordTable<LoadIdentities, 3> kLoadIdentitiesWords{
    {{"own", LoadIdentities::kOwn}, {"others", LoadIdentities::kOthers}, {"unknown", LoadIdentities::kUnknown}}};

// The minimum time between two exchanges of one device.
constexpr Duration kShortestInterval = std::chrono::microseconds(100);

const Spelling<std::string> kLoadRate{
    .type = "rate",
    .range = "so many a second (10, 0.5/s) or a minute (30/m), at most 10000 a second",
    .wanted = "a rate such as 10 or 30/m",
    .pattern = "^[0-9]+(\\.[0-9]+)?(/[sm])?$",
    .parse = [](std::string_view text) -> Result<std::string> {
      const Result<Duration> interval = parse_request_interval(text);
      if (!interval) return Failure{interval.error().reason};
      if (*interval < kShortestInterval) {
        return Failure{"'" + std::string(text.substr(0, 64)) + "' is more than 10000 a second"};
      }
      return std::string(text);
    },
    .write = [](const std::string& text) { return text; },
    .before_failure = ": ",
    .is_quoted = true,
    .numbers = R"({ "type": "number", "minimum": 0.001, "maximum": 10000 })"};

}  // namespace

LoadHabits habits_of(const LoadSettings& settings) {
  return {.request = settings.send,
          .interval = parse_request_interval(settings.rate).value(),
          .length = settings.length,
          .secrets = settings.secrets,
          .right_guess = settings.right_guess,
          .most_in_flight = settings.most_in_flight};
}

void describe(Keys& keys, LoadSettings& load) {
  keys.word(Key("send", "What each exchange asks for.", "register").required(), load.send, kLoadRequestWords);
  keys.spelled(Key("rate", "How many exchanges each device begins, however they are answered.", "5/s").required(),
               KeySlot<std::string>(load.rate), kLoadRate);
  keys.duration({"for", "How long it sends, from its power-on; without it, until it loses power.", "1m"},
                unless_empty(load.length), kPositiveDuration);
  keys.word({"secrets", "The password that answers challenges; none answers none.", "guessed"}, load.secrets,
            kLoadSecretsWords);
  keys.number({"right_guess", "Which guess for an identity is the right password; without it, none is.", "200"},
              unless_empty(load.right_guess), {1, 1'000'000});
  keys.word({"identities", "Whom it claims to be: itself, the devices of the other groups in turn, or nobody known.",
             "others"},
            load.identities, kLoadIdentitiesWords);
  keys.number({"in_flight", "How many exchanges of a device may wait for answers; more are not begun.", "64"},
              load.most_in_flight, {1, 1'000});
}

void check_load(MapCursor& map, const Group& group) {
  if (!group.load) return;
  const LoadSettings& load = *group.load;
  const bool registers = load.send == LoadRequest::kRegister;
  const bool is_itself = load.identities == LoadIdentities::kOwn;
  // A plan has every key, so only a value other than the default is reported.
  const Group usual;
  const auto refuse = [&](std::string_view key, bool is_usual, std::string_view reason) {
    if (is_usual) return;
    map.report(map.entry(key).origin, in_quotes(key) + " does nothing: " + std::string(reason));
  };
  refuse("quirks", group.quirks.empty(), "a load is no device");
  if (registers) {
    refuse("authentication", group.authentication == usual.authentication, "the load sends no provision-request");
    refuse("through", group.through.empty(), "the load sends no provision-request");
  } else {
    refuse("transport", group.transport == usual.transport, "the load does not register");
    refuse("expires", group.expires == usual.expires, "the load does not register");
  }
  if (!is_itself) {
    refuse("identity", group.identity == usual.identity, "the load claims to be others");
    refuse("clones", group.clones.empty(), "the load claims to be others");
  }
  const YamlNode* keys = map.node().find("load");
  const auto refuse_of_load = [&](std::string_view key, std::string_view reason) {
    for (const YamlEntry& entry : keys->entries) {
      if (entry.key == key) map.report(entry.origin, in_quotes(key) + " does nothing: " + std::string(reason));
    }
  };
  if (load.secrets != LoadSecrets::kGuessed) refuse_of_load("right_guess", "the load does not guess");
  if (load.identities == LoadIdentities::kUnknown) refuse_of_load("right_guess", "nobody has such a password");
  const bool proves_nothing = !registers && is_itself && group.authentication == ProvisionAuthentication::kNone;
  if (proves_nothing && load.secrets != LoadSecrets::kRight)
    refuse_of_load("secrets", "with 'authentication: none' there is no challenge to answer");
}

void check_claimed_identities(const std::vector<Group>& fleet, Diagnostics& diagnostics) {
  const bool has_others = std::any_of(fleet.begin(), fleet.end(), [](const Group& group) {
    return !group.load && group.clones.empty() && group.identity != IdentityFault::kUnknown;
  });
  for (const Group& group : fleet) {
    if (!group.load || group.load->identities != LoadIdentities::kOthers || has_others) continue;
    diagnostics.report({group.place},
                       "no other group has devices that the load " + in_quotes(group.name) + " could claim to be");
  }
}

}  // namespace dialtone
