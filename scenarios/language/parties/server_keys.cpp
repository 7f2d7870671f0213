#include "scenarios/language/parties/server_keys.h"

#include "scenarios/language/keys/spellings.h"

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
               Slot<std::vector<digest::Algorithm>>(algorithms), kDigestAlgorithms);
}

void describe_lockout(Keys& keys, LockoutOptions& lockout) {
  keys.spelled(
      {"lockout",
       "How many different wrong secrets within which time lock a user for the address that sent them; ten times "
       "as many lock the address for all users.",
       "5/10m"},
      Slot<LockoutRule>(lockout.rule), kLockoutRule);
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

}  // namespace dialtone
