#include "scenarios/language/parties/network_keys.h"

#include "scenarios/language/keys/spellings.h"
#include "scenarios/language/parties/scenario_words.h"

namespace dialtone {

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

}  // namespace dialtone
