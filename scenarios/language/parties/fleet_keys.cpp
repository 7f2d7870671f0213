#include "scenarios/language/parties/fleet_keys.h"

#include "scenarios/language/parties/scenario_words.h"
#include "scenarios/language/plan/device_list.h"

namespace dialtone {

void describe(Keys& keys, Group& group) {
  keys.name({"profile", "What its devices are like; ata-sip, which is the family ata, where it says nothing.", "snom"},
            unless_empty(group.profile), NameOf::kProfile);
  keys.word({"identity", "How its devices differ from the ITSP's database.", "wrong-mac"}, group.identity,
            kIdentityWords);
  keys.word({"transport", "How its devices register.", "tcp"}, group.transport, kTransportWords);
  keys.word({"authentication", "How its devices prove to the provisioning server who they are.", "digest"},
            group.authentication, kAuthenticationWords);
  keys.name({"clones", "A group whose identities its devices have too.", "offices"}, unless_empty(group.clones),
            NameOf::kGroup);
  keys.name({"behind", "A NAT whose public address its devices share.", "box"}, unless_empty(group.behind),
            NameOf::kNat);
  keys.name({"through", "A proxy through which its devices ask for settings.", "cafe"}, unless_empty(group.through),
            NameOf::kProxy);
  keys.quirks({"quirks", "What its devices do wrong, besides what those of its profile do.", "repeats-expires"},
              group.quirks, quirk_names());
  keys.duration({"expires", "For how long the settings of its devices ask to be registered.", "10m"}, group.expires,
                kWholeSeconds);
}

void describe_size(Keys& keys, Group& group) {
  keys.number(Key("count", "How many devices it has.", "100").required(), group.count, {1, kMostDevicesInGroup});
  keys.map({"power_on", "When its devices are switched on.", "{ at: 5s, spread: 10s }"}, [&group](Keys& inner) {
    inner.duration({"at", "From the run's start.", "5s"}, group.power_on.at);
    inner.duration({"spread", "Each device is switched on at an even draw from [at, at + spread].", "10s"},
                   group.power_on.spread);
  });
}

}  // namespace dialtone
