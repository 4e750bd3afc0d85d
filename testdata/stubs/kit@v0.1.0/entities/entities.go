// Package entities is what ent generated, in short, of what several repositories share.
package entities

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

type config struct{ driver dialect.Driver }

// Client leads to the entities.
type Client struct {
	Member *MemberClient
	Badge  *BadgeClient
}

// MemberClient begins what is done with members.
type MemberClient struct{ config }

func (c *MemberClient) Update() *MemberUpdate { return &MemberUpdate{config: c.config} }

func (c *MemberClient) UpdateOneID(id string) *MemberUpdateOne {
	return &MemberUpdateOne{config: c.config}
}

// MemberUpdate changes members.
type MemberUpdate struct{ config }

func (u *MemberUpdate) Where(ps ...func(*sql.Selector)) *MemberUpdate { return u }
func (u *MemberUpdate) SetName(s string) *MemberUpdate                { return u }
func (u *MemberUpdate) SetVersion(v int64) *MemberUpdate              { return u }
func (u *MemberUpdate) Exec(ctx context.Context) error                { return u.driver.Exec(ctx, "", nil, nil) }
func (u *MemberUpdate) ExecX(ctx context.Context)                     { _ = u.Exec(ctx) }

// MemberUpdateOne changes one.
type MemberUpdateOne struct{ config }

func (u *MemberUpdateOne) SetName(s string) *MemberUpdateOne { return u }
func (u *MemberUpdateOne) Exec(ctx context.Context) error    { return u.driver.Exec(ctx, "", nil, nil) }
func (u *MemberUpdateOne) ExecX(ctx context.Context)         { _ = u.Exec(ctx) }

// BadgeClient begins what is done with badges.
type BadgeClient struct{ config }

func (c *BadgeClient) Create() *BadgeCreate { return &BadgeCreate{config: c.config} }

func (c *BadgeClient) UpdateOneID(id string) *BadgeUpdateOne {
	return &BadgeUpdateOne{config: c.config}
}

// BadgeCreate adds one.
type BadgeCreate struct{ config }

func (c *BadgeCreate) SetName(s string) *BadgeCreate  { return c }
func (c *BadgeCreate) Exec(ctx context.Context) error { return c.driver.Exec(ctx, "", nil, nil) }
func (c *BadgeCreate) ExecX(ctx context.Context)      { _ = c.Exec(ctx) }

// BadgeUpdateOne changes one.
type BadgeUpdateOne struct{ config }

func (u *BadgeUpdateOne) SetName(s string) *BadgeUpdateOne { return u }
func (u *BadgeUpdateOne) Exec(ctx context.Context) error   { return u.driver.Exec(ctx, "", nil, nil) }
func (u *BadgeUpdateOne) ExecX(ctx context.Context)        { _ = u.Exec(ctx) }
