// An intrusive doubly linked list. A node is in at most one list and leaves it when destroyed; the list owns nothing.
#pragma once

#include <cassert>

namespace dialtone {

class ListNode {
 public:
  ListNode() = default;
  ~ListNode() { unlink(); }
  ListNode(const ListNode&) = delete;
  ListNode& operator=(const ListNode&) = delete;

  bool linked() const { return next_ != nullptr; }
  void unlink() {
    if (next_ == nullptr) return;
    assert(next_->previous_ == this && previous_->next_ == this);
    next_->previous_ = previous_;
    previous_->next_ = next_;
    next_ = previous_ = nullptr;
  }

 private:
  template <typename T>
  friend class List;
  ListNode* next_ = nullptr;
  ListNode* previous_ = nullptr;
};

// T derives from ListNode. The order is that of push_back.
template <typename T>
class List {
 public:
  List() { head_.next_ = head_.previous_ = &head_; }
  ~List() {
    while (!empty()) head_.next_->unlink();
    head_.next_ = head_.previous_ = nullptr;
  }
  List(const List&) = delete;
  List& operator=(const List&) = delete;

  bool empty() const { return head_.next_ == &head_; }
  T* front() const { return empty() ? nullptr : static_cast<T*>(head_.next_); }
  // Returns the element after `node`, or null at the end.
  T* after(const T* node) const {
    ListNode* next = static_cast<const ListNode*>(node)->next_;
    assert(next != nullptr && "only what is in the list has one after it");
    return next == &head_ ? nullptr : static_cast<T*>(next);
  }
  void push_back(T& node) {
    ListNode& link = node;
    assert(!link.linked());
    link.previous_ = head_.previous_;
    link.next_ = &head_;
    head_.previous_->next_ = &link;
    head_.previous_ = &link;
  }

 private:
  ListNode head_;
};

}  // namespace dialtone
