// How a batch lies in memory, and what its padding holds.
#include "engine/core/panels.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/support.hpp"

using namespace gradscope;

TEST_CASE("panels: sample, feature and address belong together as documented") {
  PanelPool pool;
  const Panels x = pool.make(19, 3);
  CHECK(x.count() == 3);
  CHECK(x.samples_in(0) == 8);
  CHECK(x.samples_in(1) == 8);
  CHECK(x.samples_in(2) == 3);
  for (Index row = 0; row < 19; ++row) {
    for (Index f = 0; f < 3; ++f) {
      x.at(row, f) = scalar(static_cast<double>(100 * row + f));
      CHECK(&x.at(row, f) == x.panel(row / 8) + 8 * f + row % 8);
    }
  }
  CHECK(x.panel(1)[8 * 2 + 5] == 1302);
}

TEST_CASE("panels: the padding copies the last real sample") {
  for (Index rows = 1; rows <= 17; ++rows) {
    PanelPool pool;
    const Panels x = pool.make(rows, 2);
    for (Index row = 0; row < x.count() * kPanel; ++row) {
      for (Index f = 0; f < 2; ++f) x.at(row, f) = scalar(static_cast<double>(10 * row + f));
    }
    x.pad(false);
    INFO(rows << " samples");
    for (Index row = 0; row < x.count() * kPanel; ++row) {
      for (Index f = 0; f < 2; ++f) {
        const Index source = row < rows ? row : rows - 1;
        CHECK(x.at(row, f) == scalar(static_cast<double>(10 * source + f)));
      }
    }
  }
}

TEST_CASE("panels: the padding of gradients is zero, real samples stay") {
  for (Index rows = 1; rows <= 17; ++rows) {
    PanelPool pool;
    const Panels x = pool.make(rows, 2);
    for (Index row = 0; row < x.count() * kPanel; ++row) {
      for (Index f = 0; f < 2; ++f) x.at(row, f) = 7;
    }
    x.pad(true);
    INFO(rows << " samples");
    for (Index row = 0; row < x.count() * kPanel; ++row) {
      for (Index f = 0; f < 2; ++f) CHECK(x.at(row, f) == (row < rows ? 7 : 0));
    }
  }
}

TEST_CASE("panels: memory is zero and aligned, its stride no power of two for widths that are") {
  PanelPool pool;
  for (Index features = 8; features <= 256; features *= 2) {
    const Panels x = pool.make(17, features);
    CHECK(reinterpret_cast<std::uintptr_t>(x.data) % 64 == 0);
    CHECK(x.stride >= features * kPanel);
    CHECK((x.stride & (x.stride - 1)) != 0);
    for (Index i = 0; i < x.count() * x.stride; ++i) {
      if (x.data[i] != 0) FAIL("not zero at " << i);
    }
  }
}

TEST_CASE("panels: a view takes the shape of another on its own memory") {
  PanelPool pool;
  const Panels room = pool.make(16, 9);
  const Panels shape = pool.make(11, 4);
  const Panels view = room.shaped_like(shape);
  CHECK(view.data == room.data);
  CHECK(view.rows == 11);
  CHECK(view.features == 4);
  CHECK(view.stride == shape.stride);
}
