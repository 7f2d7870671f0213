// The items that a test has received, in order. Access to a missing item throws, so that the test fails with a message;
// a vector would crash.
#pragma once

#include <cstddef>
#include <vector>

namespace dialtone {

template <typename T>
class Heard : public std::vector<T> {
 public:
  using std::vector<T>::vector;

  T& operator[](std::size_t index) { return this->at(index); }
  const T& operator[](std::size_t index) const { return this->at(index); }
  const T& front() const { return this->at(0); }
  const T& back() const { return this->at(this->size() - 1); }
};

}  // namespace dialtone
