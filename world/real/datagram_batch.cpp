#include "world/real/datagram_batch.h"

#include <cassert>

namespace dialtone {

DatagramBatch::DatagramBatch() : room_(std::make_unique_for_overwrite<char[]>(kMost * kLargest)) {
  for (std::size_t i = 0; i < kMost; ++i) {
    pieces_[i] = {room_.get() + i * kLargest, kLargest};
    msghdr& header = headers_[i].msg_hdr;
    header.msg_name = addresses_[i].data();
    header.msg_namelen = SystemAddress::kRoom;
    header.msg_iov = &pieces_[i];
    header.msg_iovlen = 1;
  }
}

int DatagramBatch::take(int descriptor) {
  const int count = ::recvmmsg(descriptor, headers_.data(), kMost, MSG_DONTWAIT, nullptr);
  assert(count <= static_cast<int>(kMost));
  for (int i = 0; i < count; ++i) {
    mmsghdr& header = headers_[static_cast<std::size_t>(i)];
    assert(header.msg_len <= kLargest && header.msg_hdr.msg_namelen <= SystemAddress::kRoom);
    header.msg_hdr.msg_namelen = SystemAddress::kRoom;
  }
  return count;
}

}  // namespace dialtone
