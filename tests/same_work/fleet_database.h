// A user database for these tests. Each block of forty consecutive numbers has one subscriber for each thing that an
// attacker may try to find out; half of the numbers have no subscriber. All names of one kind have the same length.
#pragma once

#include <cstdint>
#include <string>

#include "subscribers/subscriber.h"

namespace dialtone {

// The position of a number in its block. Odd numbers except kDisabled have no subscriber; even numbers without a name
// here are subscribers with digest authentication.
enum class Place : std::uint8_t {
  kDigest = 0,
  kUnknown = 1,
  kBasic = 2,
  kOpen = 4,
  kAnother = 6,
  kDisabled = 7,
  // Also has the MAC address of the next even number.
  kInConflict = 8,
  kFarFromHere = 20,
  // No subscriber either, and the names sort after all others.
  kBehindAll = 41,
  // A device name and digest user of a thousand domains other than voip.example.net, and a user name at the
  // provisioning server that a thousand subscribers share, all with Basic. The same in each block.
  kShared = 42,
};

inline constexpr std::uint64_t kBlock = 40;
inline constexpr std::uint64_t kBlocks = 240;

// Returns the subscriber at that place of the block, or the one who would be there.
Subscriber subscriber_at(std::uint64_t block, Place place);

// Makes the database with that many blocks, and with the rows of kShared if there is more than one block. If
// `authenticates` is false, everybody's provision_authentication is `none`.
void make_fleet_database(const std::string& file, bool authenticates, std::uint64_t blocks = kBlocks);

}  // namespace dialtone
