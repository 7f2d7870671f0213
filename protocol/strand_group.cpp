#include "protocol/strand_group.h"

#include <cassert>
#include <utility>

namespace dialtone {

StrandGroup::~StrandGroup() {
  while (Member* member = members_.front()) {
    assert(member->strand != nullptr);
    host_.scope().destroy(*member->strand);
  }
}

void StrandGroup::spawn(std::string name, Task<void> task) {
  auto member = std::make_unique<Member>();
  Member& added = *member;
  members_.push_back(added);
  added.strand = &host_.scope().spawn(std::move(name), run(std::move(member), std::move(task)));
}

Task<void> StrandGroup::run(std::unique_ptr<Member> /*member*/, Task<void> task) { co_await std::move(task); }

}  // namespace dialtone
