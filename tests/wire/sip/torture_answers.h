// The servers' answers to each torture message of RFC 4475 and RFC 5118 in a datagram.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "tests/build_paths.h"

namespace dialtone {

struct TortureAnswer {
  std::string_view name;
  // The status; 0: no answer.
  int call_agent;
  int device;
};

constexpr std::array<TortureAnswer, 61> kTortureAnswers = {{
    {"wsinv", 405, 405},
    {"intmeth", 501, 501},
    {"esc01", 405, 405},
    {"escnull", 401, 405},
    {"esc02", 501, 501},
    {"lwsdisp", 200, 200},
    {"longreq", 405, 405},
    {"dblreq", 401, 405},
    {"semiuri", 200, 200},
    {"transports", 200, 200},
    {"mpart01", 405, 405},
    {"unreason", 0, 0},
    {"noreason", 0, 0},
    {"badinv01", 400, 400},
    {"clerr", 400, 400},
    {"ncl", 400, 400},
    {"scalar02", 400, 400},
    {"scalarlg", 0, 0},
    {"quotbal", 400, 400},
    {"ltgtruri", 400, 400},
    {"lwsruri", 400, 400},
    {"lwsstart", 400, 400},
    {"trws", 400, 400},
    {"escruri", 400, 400},
    {"baddate", 405, 405},
    // A registrar authenticates before it reads a Contact (RFC 3261 10.3); afterwards the answer is 400.
    {"regbadct", 401, 405},
    {"badaspec", 400, 400},
    {"baddn", 400, 400},
    {"badvers", 505, 505},
    {"mismatch01", 400, 400},
    {"mismatch02", 400, 400},
    {"bigcode", 0, 0},
    {"badbranch", 200, 200},
    {"insuf", 400, 400},
    {"unkscm", 416, 416},
    {"novelsc", 416, 416},
    {"unksm2", 400, 405},
    {"bext01", 420, 420},
    {"invut", 405, 405},
    {"regaut01", 401, 405},
    {"multi01", 400, 400},
    {"mcl01", 400, 400},
    {"bcast", 0, 0},
    // Max-Forwards is 0, so the server that was reached answers.
    {"zeromf", 200, 200},
    {"cparam01", 401, 405},
    {"cparam02", 401, 405},
    {"regescrt", 401, 405},
    {"sdp01", 405, 405},
    {"inv2543", 405, 405},
    // The messages that register at [2001:db8::10] are for a registrar with another address.
    {"ipv6-good", 404, 405},
    {"ipv6-bad", 400, 400},
    {"port-ambiguous", 404, 405},
    {"port-unambiguous", 404, 405},
    {"via-received-param-with-delim", 405, 481},
    {"via-received-param-no-delim", 200, 200},
    {"ipv6-in-sdp", 405, 405},
    {"mult-ip-in-header", 405, 481},
    {"mult-ip-in-sdp", 405, 405},
    {"ipv4-mapped-ipv6", 405, 405},
    {"ipv6-bug-abnf-3-colons", 400, 400},
    {"ipv6-correct-abnf-2-colons", 200, 200},
}};

// The ports in the top Vias, 5060 first: without rport an answer goes to one of them.
constexpr std::array<std::uint16_t, 4> kTorturePorts = {5060, 5050, 6050, 19823};

inline std::string torture_datagram(std::string_view name) {
  std::ifstream file(DIALTONE_SOURCE_DIR "/tests/wire/sip/torture/" + std::string(name) + ".sip", std::ios::binary);
  EXPECT_TRUE(file.is_open()) << name;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace dialtone
