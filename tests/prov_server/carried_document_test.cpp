#include "prov_server/carried_document.h"

#include <gtest/gtest.h>

#include "tests/wanted.h"

namespace dialtone {
namespace {

// Returns the status for a document of ten bytes with that limit; 0: accepted.
int status_of(std::size_t most_bytes, bool is_in_query) {
  http::Request request;
  request.method = is_in_query ? "GET" : "POST";
  request.target = is_in_query ? "/provision?document=0123456789" : "/provision";
  if (!is_in_query) request.body = "0123456789";
  const auto target = provisioning_target(request, "/provision");
  const auto document = carried_document(request, wanted(target), most_bytes);
  if (document) EXPECT_EQ(*document, "0123456789");
  return document ? 0 : document.error().status;
}

TEST(CarriedDocument, IsBoundedInTheBodyAndInTheQuery) {
  for (const bool is_in_query : {false, true}) {
    EXPECT_EQ(status_of(10, is_in_query), 0) << is_in_query;
    EXPECT_EQ(status_of(9, is_in_query), 413) << is_in_query;
  }
}

}  // namespace
}  // namespace dialtone
