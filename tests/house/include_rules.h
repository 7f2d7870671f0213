// The rules of what may include what (ARCHITECTURE.md), each over one line.
#pragma once

#include <string>

namespace dialtone {

// The path that a line includes, in quotes or angle brackets, with blanks wherever the language allows them; empty
// where it includes nothing.
std::string included_path(const std::string& line);

// Includes point down only, and name a file of ours from the root.
std::string points_up(const std::string& path, const std::string& line);
// world knows neither of the worlds, and these not each other.
std::string crosses_the_seam(const std::string& path, const std::string& line);
// No party names a world.
std::string party_names_a_world(const std::string& path, const std::string& line);
// Each of a scenario's rooms knows those before it.
std::string points_up_in_scenarios(const std::string& path, const std::string& line);
// What stands between the parties is a party too: it knows no world.
std::string middlebox_names_a_world(const std::string& path, const std::string& line);
// A vendor's header, or one of the operating system's, stays in its room.
std::string leaves_its_room(const std::string& path, const std::string& line);

}  // namespace dialtone
