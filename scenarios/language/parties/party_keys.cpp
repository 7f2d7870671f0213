#include "scenarios/language/parties/party_keys.h"

#include "scenarios/language/keys/spellings.h"
#include "scenarios/language/parties/device_list.h"
#include "scenarios/language/parties/scenario_words.h"

namespace dialtone {
namespace {

void describe_machine(Keys& keys, ServerSettings& server) {
  keys.number(Key("cores", "How many requests it works on at once.", "4").in_virtual_world(), server.cores, {1, 1'024});
  keys.duration(Key("request_cost", "What one request occupies a core for.", "2ms").in_virtual_world(),
                server.request_cost);
  keys.duration(Key("latency", "How long a packet takes on its own link, each way.", "1ms").in_virtual_world(),
                server.link.latency);
}

void describe_algorithms(Keys& keys, std::vector<digest::Algorithm>& algorithms) {
  keys.spelled({"digest_algorithms", "The algorithms of its challenges, in their order.", "\"SHA-256,MD5\""},
               KeySlot<std::vector<digest::Algorithm>>(algorithms), kDigestAlgorithms);
}

void describe_lockout(Keys& keys, LockoutOptions& lockout) {
  keys.spelled(
      {"lockout",
       "How many different wrong secrets within which time lock a user for the address that sent them; ten times "
       "as many lock the address for all users.",
       "5/10m"},
      KeySlot<LockoutRule>(lockout.rule), kLockoutRule);
  keys.spelled({"lockout_exempt", "The networks from which nobody is locked out.", "\"10.0.2.0/24,10.0.3.7\""},
               unless_empty(lockout.exempt), kNetworks);
}

}  // namespace

void describe(Keys& keys, ProvisioningSettings& server) {
  describe_machine(keys, server);
  describe_algorithms(keys, server.digest_algorithms);
  describe_lockout(keys, server.lockout);
  keys.spelled({"limit", "How many requests of one address it answers; without it there is no limit.", "30/m"},
               unless_empty(server.limit), kRequestLimit);
  keys.quirks({"quirks", "What it does wrong.", "ignores-password"}, server.quirks, kProvisioningQuirkNames);
}

void describe(Keys& keys, CallAgentSettings& server) {
  describe_machine(keys, server);
  describe_algorithms(keys, server.digest_algorithms);
  describe_lockout(keys, server.lockout);
  keys.duration({"nonce_lifetime", "How long a nonce is good.", "5m"}, server.nonce_lifetime, kPositiveDuration);
  keys.duration({"min_expires", "The shortest registration; who asks for less is answered with 423.", "1m"},
                server.min_expires, kWholeSeconds);
  keys.duration({"max_expires", "The longest registration; what more is asked for is cut to it.", "2h"},
                server.max_expires, kWholeSeconds);
  keys.number({"max_contacts", "How many bindings one address of record may have.", "10"}, server.max_contacts,
              {1, 1'000});
  keys.duration({"probe", "How often it asks each contact with OPTIONS whether it is reached.", "30s"},
                unless_empty(server.probe), kPositiveDuration);
  keys.quirks({"quirks", "What it does wrong.", "ignores-cseq"}, server.quirks, kRegistrarQuirkNames);
}

void describe(Keys& keys, Link& link) {
  keys.duration({"latency", "How long a packet takes, each way.", "20ms"}, link.latency);
  keys.duration({"jitter", "Up to how much longer a packet takes, drawn for each.", "5ms"}, link.jitter);
  keys.probability({"loss", "The share of packets that are lost, each way.", "0.5%"}, link.loss);
  keys.probability({"duplication", "The share of packets that come twice.", "1%"}, link.duplication);
  keys.probability({"reordering", "The share of packets that are held back for the latency once more.", "1%"},
                   link.reordering);
  keys.spelled({"bandwidth", "How much goes through in a second, each way; without it there is no limit.", "2Mbit"},
               unless_empty(link.bits_per_second), kBandwidth);
  keys.duration({"queue", "How long a packet waits for the line before it is dropped.", "200ms"}, link.queue_limit);
  keys.number({"mtu", "The largest IP packet, in bytes.", "1400"}, link.mtu_bytes, {576, 65'535});
}

void describe(Keys& keys, NatOptions& nat) {
  keys.duration({"udp_timeout", "How long a mapping stays after the last packet from inside.", "30s"}, nat.udp_timeout,
                kPositiveDuration);
  keys.duration({"tcp_timeout", "How long the mapping of a silent connection stays.", "124m"}, nat.tcp_timeout,
                kPositiveDuration);
  keys.word({"filtering", "Who may send through a mapping.", "address"}, nat.filtering, kFilteringWords);
  keys.word({"mapping", "Whether a port stays the same towards everyone.", "address-and-port"}, nat.mapping,
            kMappingWords);
  keys.duration({"latency", "How long a packet takes on the translator's own link, each way.", "2ms"},
                nat.link.latency);
}

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
  keys.name(Key("behind", "A NAT whose public address its devices share.", "box").in_virtual_world(),
            unless_empty(group.behind), NameOf::kNat);
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
