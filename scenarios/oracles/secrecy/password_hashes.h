// The hashes of digest authentication that are as good as a password: H(user:realm:password), A1 of RFC 7616 section
// 3.4.2, of every device, with every algorithm. Those of a session are no others until a nonce is mixed in.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scenarios/language/plan/plan.h"

namespace dialtone {

class PasswordHashes {
 public:
  // The plan must outlive it. The hashes are computed when the first text comes that could have one.
  explicit PasswordHashes(const Plan& plan) : plan_(plan) {}

  // Whether one stands in these bytes, alone or among more.
  bool is_in(std::string_view bytes) const;

 private:
  struct Account;
  struct Columns;
  void compute() const;
  // Of each value that the row has at some time with each other: faults change columns one by one.
  void add(const Columns& columns, const Subscriber& row) const;
  void add(const Account& account) const;
  bool is_one(std::uint64_t beginning) const;

  const Plan& plan_;
  // Their first eight bytes, sorted. Empty: not yet computed.
  mutable std::vector<std::uint64_t> beginnings_;
};

}  // namespace dialtone
