// Chance without state: every draw is hash(seed, host's name, purpose, key, ordinal), so that one more device, or one
// fault less, changes no other draw. The ordinal counts a host's draws for one purpose and key, and survives a reboot.
// All arithmetic uses integers, so draws are the same on every machine.
#pragma once

#include <cassert>
#include <cstdint>
#include <string_view>

#include "values/hash.h"
#include "values/probability.h"
#include "values/time.h"
#include "world/ordinals.h"

namespace dialtone {

// The purpose of a draw: "register.jitter". Different purposes never share draws.
struct Purpose {
  std::uint64_t key;
  explicit constexpr Purpose(std::string_view name) : key(hash_text(name)) {}
};

// One draw: 64 evenly distributed bits, which can be read in several ways. Use a draw for one thing only.
class Draw {
 public:
  explicit constexpr Draw(std::uint64_t bits) : bits_(bits) {}

  std::uint64_t bits() const { return bits_; }
  // Evenly distributed in [0, bound); requires bound > 0.
  std::uint64_t below(std::uint64_t bound) const {
    assert(bound > 0);
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(bits_) * bound) >> 64);
  }
  // Evenly distributed in [least, most].
  Duration between(Duration least, Duration most) const {
    assert(least <= most);
    return least + Duration(static_cast<std::int64_t>(below(static_cast<std::uint64_t>((most - least).count()) + 1)));
  }
  bool happens(Probability probability) const { return probability.covers(bits_); }

 private:
  std::uint64_t bits_;
};

// A draw without a host, for plans. `name` is the stable name of the thing that the draw decides about.
constexpr Draw draw(std::uint64_t seed, std::string_view name, Purpose purpose, std::uint64_t key = 0,
                    std::uint64_t ordinal = 0) {
  return Draw(combine(combine(combine(combine(mix(seed), hash_text(name)), purpose.key), key), ordinal));
}

// The draws of one host.
class Chance {
 public:
  Chance(std::uint64_t seed, std::string_view host_name) : base_(combine(mix(seed), hash_text(host_name))) {}

  // Returns the next draw for this purpose and key. A server uses its peer as the key (hash_text of its address).
  Draw next(Purpose purpose, std::uint64_t key = 0);

 private:
  std::uint64_t base_;
  Ordinals ordinals_;
};

}  // namespace dialtone
