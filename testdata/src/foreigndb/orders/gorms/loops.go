package gorms

import (
	"github.com/Masterminds/squirrel"
	"gorm.io/gorm"
)

// What a loop adds to a query.
func loopsOwn(db *gorm.DB, names []string) {
	q := db.Where("id > 0")
	for _, name := range []string{"Lines"} {
		q = q.Preload(name)
	}
	q.Find(&[]Order{})
	q = db.Where("id > 0")
	for _, name := range names {
		q = q.Preload(name) // whatever they are
	}
	q.Find(&[]Order{})
	other := db.Where("id > 1")
	for range names {
		other = db.Preload("Buyer") // of which nothing is read
	}
	_ = other
}

func loopsForeign(db *gorm.DB, deep bool) {
	q := db.Where("id > 0")
	for _, name := range []string{"Lines", "Buyer"} {
		q = q.Preload(name)
	}
	q.Find(&[]Order{}) // want "reads table users"
	p := db.Where("id > 0")
	for _, name := range []string{"Buyer"} {
		if deep {
			p = p.Joins(name)
		}
	}
	p.Find(&[]Order{}) // want "reads table users"
}

func loopsBuilder(db squirrel.BaseRunner, own, all []string) {
	q := squirrel.Select("id").From("orders")
	for range own {
		q = q.Join("order_lines l ON l.order_id = orders.id").Where("l.open")
	}
	_, _ = q.RunWith(db).Query()
	p := squirrel.Select("id").From("orders")
	for range all {
		p = p.Join("users u ON u.id = orders.buyer")
	}
	_, _ = p.RunWith(db).Query() // want "reads table users"
}
