#include "scenarios/language/parties/party_keys.h"

#include "scenarios/language/keys/spellings.h"
#include "scenarios/language/parties/device_list.h"
#include "scenarios/language/parties/load_keys.h"
#include "scenarios/language/parties/scenario_words.h"

namespace dialtone {
namespace {

void describe_machine(Keys& keys, ServerSettings& server) {
  keys.number(Key("cores", "How many requests it processes at once.", "4").in_virtual_world(), server.cores,
              {1, 1'024});
  keys.duration(Key("request_cost", "How long one request occupies a core.", "2ms").in_virtual_world(),
                server.request_cost);
  keys.duration(Key("latency", "The delay of its own link, each way.", "1ms").in_virtual_world(), server.link.latency);
}

void describe_algorithms(Keys& keys, std::vector<digest::Algorithm>& algorithms) {
  keys.spelled({"digest_algorithms", "The algorithms of its challenges, in this order.", "\"SHA-256,MD5\""},
               KeySlot<std::vector<digest::Algorithm>>(algorithms), kDigestAlgorithms);
}

void describe_lockout(Keys& keys, LockoutOptions& lockout) {
  keys.spelled(
      {"lockout",
       "How many different wrong secrets within which time lock a user for the address that sent them; ten times "
       "as many lock the address for all users.",
       "5/10m"},
      KeySlot<LockoutRule>(lockout.rule), kLockoutRule);
  keys.spelled({"lockout_exempt", "Networks whose addresses are neither counted nor locked by `lockout`.",
                "\"10.0.2.0/24,10.0.3.7\""},
               unless_empty(lockout.exempt), kNetworks);
}

}  // namespace

void describe(Keys& keys, ProvisioningSettings& server) {
  describe_machine(keys, server);
  describe_algorithms(keys, server.digest_algorithms);
  describe_lockout(keys, server.lockout);
  keys.spelled({"limit", "How many requests from one address it answers; default: no limit.", "30/m"},
               unless_empty(server.limit), kRequestLimit);
  keys.quirks({"quirks", "Its quirks.", "ignores-password"}, server.quirks, kProvisioningQuirkNames);
}

void describe(Keys& keys, CallAgentSettings& server) {
  describe_machine(keys, server);
  describe_algorithms(keys, server.digest_algorithms);
  describe_lockout(keys, server.lockout);
  keys.duration({"nonce_lifetime", "How long a nonce is valid.", "5m"}, server.nonce_lifetime, kPositiveDuration);
  keys.duration({"min_expires", "The shortest registration. A REGISTER that asks for less is answered with 423.", "1m"},
                server.min_expires, kWholeSeconds);
  keys.duration({"max_expires", "The longest registration. A REGISTER that asks for more gets this.", "2h"},
                server.max_expires, kWholeSeconds);
  keys.number({"max_contacts", "How many bindings one address of record may have.", "10"}, server.max_contacts,
              {1, 1'000});
  keys.duration({"probe", "The period of the OPTIONS requests that check whether each contact is reachable.", "30s"},
                unless_empty(server.probe), kPositiveDuration);
  keys.quirks({"quirks", "Its quirks.", "ignores-cseq"}, server.quirks, kRegistrarQuirkNames);
}

void describe(Keys& keys, Link& link) {
  keys.duration({"latency", "The delay, each way.", "20ms"}, link.latency);
  keys.duration({"jitter", "The most extra delay, drawn for each packet.", "5ms"}, link.jitter);
  keys.probability({"loss", "The share of packets that are lost, each way.", "0.5%"}, link.loss);
  keys.probability({"duplication", "The share of packets that arrive twice.", "1%"}, link.duplication);
  keys.probability(
      {"reordering", "The share of packets that are delayed by the latency once more, so that others overtake them.",
       "1%"},
      link.reordering);
  keys.spelled({"bandwidth", "The most bits a second, each way; default: no limit.", "2Mbit"},
               unless_empty(link.bits_per_second), kBandwidth);
  keys.duration({"queue", "The longest wait for the line; a packet that would wait longer is dropped.", "200ms"},
                link.queue_limit);
  keys.number({"mtu", "The largest IP packet, in bytes.", "1400"}, link.mtu_bytes, {576, 65'535});
}

void describe(Keys& keys, NatOptions& nat) {
  keys.duration({"udp_timeout", "How long a mapping lives after the last packet from inside.", "30s"}, nat.udp_timeout,
                kPositiveDuration);
  keys.duration({"tcp_timeout", "How long the mapping of a silent TCP connection lives.", "124m"}, nat.tcp_timeout,
                kPositiveDuration);
  keys.word({"filtering", "Who may send through a mapping.", "address"}, nat.filtering, kFilteringWords);
  keys.word(
      {"mapping",
       "`endpoint-independent`: one public port towards everyone. `address-and-port`: another port for each peer.",
       "address-and-port"},
      nat.mapping, kMappingWords);
  keys.duration({"latency", "The delay of the translator's own link, each way.", "2ms"}, nat.link.latency);
}

void describe(Keys& keys, Group& group) {
  keys.name({"profile", "The profile or family of its devices; default: `ata-sip`, the family `ata`.", "snom"},
            unless_empty(group.profile), NameOf::kProfile);
  keys.word({"identity", "How its devices' identities differ from their rows in the ITSP's database.", "wrong-mac"},
            group.identity, kIdentityWords);
  keys.word({"transport", "How its devices register.", "tcp"}, group.transport, kTransportWords);
  keys.word({"authentication", "How its devices authenticate to the provisioning server.", "digest"},
            group.authentication, kAuthenticationWords);
  keys.name({"clones", "The group whose identities and settings its devices have too, index by index.", "offices"},
            unless_empty(group.clones), NameOf::kGroup);
  keys.name(Key("behind", "A NAT whose public address its devices share.", "box").in_virtual_world(),
            unless_empty(group.behind), NameOf::kNat);
  keys.name({"through", "A proxy through which its devices ask for settings.", "cafe"}, unless_empty(group.through),
            NameOf::kProxy);
  keys.quirks({"quirks", "Quirks of its devices in addition to the profile's.", "repeats-expires"}, group.quirks,
              quirk_names());
  keys.duration({"expires", "The expiry in its devices' settings.", "10m"}, group.expires, kWholeSeconds);
  keys.map_if({"load", "A rate of requests that each of its devices sends, instead of a device's life.",
               "{ send: register, rate: 5/s }"},
              group.load, [](Keys& inner, LoadSettings& load) { describe(inner, load); });
}

void describe_size(Keys& keys, Group& group) {
  keys.number(Key("count", "How many devices it has.", "100").required(), group.count, {1, kMostDevicesInGroup});
  keys.map({"power_on", "When its devices are switched on.", "{ at: 5s, spread: 10s }"}, [&group](Keys& inner) {
    inner.duration({"at", "From the run's start.", "5s"}, group.power_on.at);
    inner.duration({"spread", "Each device is switched on at a moment drawn evenly from [at, at + spread].", "10s"},
                   group.power_on.spread);
  });
}

}  // namespace dialtone
