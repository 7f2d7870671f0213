// What is left of connections that World::reset_connections has reset, in both worlds.
#include <gtest/gtest.h>

#include <string>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;

template <typename Arm>
class ResetByTheNetwork : public Conformance<Arm> {};
TYPED_TEST_SUITE(ResetByTheNetwork, Arms);

TYPED_TEST(ResetByTheNetwork, LosesWhatTheHostHasNotReadAndLeavesToItsPeerWhatHasCome) {
  Endpoint told;
  std::string heard_by_client;
  std::string heard_by_server;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await accept_one(host, this->any(host), told);
    EXPECT_TRUE(co_await stream->write("from the server", in(host, kLong)));
    co_await host.sleep(milliseconds(80));
    heard_by_server = co_await read_to_end(host, *stream);
  });
  Host& client = this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await connect_to(host, told);
    EXPECT_TRUE(co_await stream->write("from the client", in(host, kLong)));
    co_await host.sleep(milliseconds(80));
    heard_by_client = co_await read_to_end(host, *stream);
  });
  this->run_for(milliseconds(40));
  this->world_->reset_connections(client);
  this->run_to_the_end();
  EXPECT_EQ(heard_by_client, "!connection reset");
  EXPECT_EQ(heard_by_server, "from the client!connection reset");
}

}  // namespace
}  // namespace dialtone
