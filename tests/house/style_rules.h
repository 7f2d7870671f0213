// The habits of the house that a machine can check (CONTRIBUTING.md), each over one line or one file.
#pragma once

#include <string>
#include <vector>

#include "tests/house/source_tree.h"

namespace dialtone {

// The line without what its literals say and without its comment.
std::string code_of(const std::string& line);

std::string is_too_wide(const std::string& path, const std::string& line);
std::string is_left_for_later(const std::string& path, const std::string& line);
// Parties and protocols reach the world through Host alone: no clock, no randomness, no thread, no socket.
std::string reaches_round_the_seam(const std::string& path, const std::string& line);
// A variable that outlives a run: global, static or a thread's own, and not constant.
std::string keeps_state(const std::string& path, const std::string& line);
// The file's lines, each with those that follow while a type or a call is broken over them.
std::vector<std::string> whole_lines(const SourceFile& file);
// A test that sleeps, or that is switched off.
std::string waits_or_is_left_out(const std::string& path, const std::string& line);
// A test over real sockets that listens on a port of its choice: another test, or the machine, may have it.
std::string binds_a_fixed_port(const std::string& path, const std::string& line);
// Whether that holds for the file: a test that includes the real world, names it, or runs one of our executables.
bool is_over_real_sockets(const SourceFile& file);

// What is wrong with a file as a whole.
std::string has_many_subjects(const SourceFile& file);
std::string is_no_header_of_the_house(const SourceFile& file);

// A file that may do what a rule forbids.
struct StyleException {
  const char* path;
  const char* text;  // what the line has, exactly
  const char* reason;
};
const std::vector<StyleException>& style_exceptions();

}  // namespace dialtone
