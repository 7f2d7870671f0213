// A user database in which, in each block of forty consecutive numbers, somebody stands for each thing that an attacker
// may try to find out, and half of the numbers are nobody's. All names of one kind are equally long.
#pragma once

#include <cstdint>
#include <string>

#include "subscribers/subscriber.h"

namespace dialtone {

// The place of a number in its block; odd ones but kDisabled are nobody's, even ones that are not named here are
// subscribers with digest authentication.
enum class Place : std::uint8_t {
  kDigest = 0,
  kUnknown = 1,
  kBasic = 2,
  kOpen = 4,
  kAnother = 6,
  kDisabled = 7,
  // Has the MAC address of the next even number, too.
  kInConflict = 8,
  kFarFromHere = 20,
  // Nobody's, too, and their names come behind all others.
  kBehindAll = 41,
  // A device name and digest user of a thousand domains, which voip.example.net is none of; and a user name at the
  // provisioning server that a thousand subscribers have, all by Basic. The same in each block.
  kShared = 42,
};

inline constexpr std::uint64_t kBlock = 40;
inline constexpr std::uint64_t kBlocks = 240;

// Who the place of that block is, or would be.
Subscriber subscriber_at(std::uint64_t block, Place place);

// Makes the database of so many blocks, and of those of kShared where it has more than one block; `authenticates`:
// otherwise everybody's provision_authentication is `none`.
void make_fleet_database(const std::string& file, bool authenticates, std::uint64_t blocks = kBlocks);

}  // namespace dialtone
