// A group of strands with one owner: each strand ends by itself, or when the group is destroyed.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "world/host.h"
#include "world/list.h"

namespace dialtone {

class StrandGroup {
 public:
  explicit StrandGroup(Host& host) : host_(host) {}
  // Destroys the strands that have not ended. Must not be called from within one of them.
  ~StrandGroup();
  StrandGroup(const StrandGroup&) = delete;
  StrandGroup& operator=(const StrandGroup&) = delete;

  // As Host::spawn.
  void spawn(std::string name, Task<void> task);

 private:
  struct Member : ListNode {
    Strand* strand = nullptr;
  };
  static Task<void> run(std::unique_ptr<Member> member, Task<void> task);

  Host& host_;
  List<Member> members_;
};

}  // namespace dialtone
