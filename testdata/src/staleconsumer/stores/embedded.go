package stores

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/dgraph-io/badger/v4"
	"go.etcd.io/bbolt"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// A inmate is kept in a file of the service's own.
type inmate struct {
	ID, Room string
	Version  int64
}

type inmates struct {
	bolt   *bbolt.DB
	badger *badger.DB
	etcd   *clientv3.Client
}

func (l *inmates) bucket(msg *message.Message) error {
	var e inmate
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	return l.bolt.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("inmates")).Put([]byte(e.ID), []byte(e.Room)) // want `consumer inmates.bucket overwrites inmates by a message of type stores.inmate`
	})
}

// Nobody else writes in between.
func (l *inmates) bucketNewer(msg *message.Message) error {
	var e inmate
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	return l.bolt.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte("inmates"))
		if err != nil {
			return err
		}
		if held := b.Get([]byte(e.ID)); held != nil {
			var old inmate
			if err := json.Unmarshal(held, &old); err != nil {
				return err
			}
			if old.Version >= e.Version {
				return nil
			}
		}
		return b.Put([]byte(e.ID), msg.Payload)
	})
}

func (l *inmates) key(msg *message.Message) error {
	var e inmate
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	return l.badger.Update(func(txn *badger.Txn) error {
		return txn.Set([]byte("cell:"+e.ID), msg.Payload) // want `consumer inmates.key overwrites cell by a message of type stores.inmate`
	})
}

// The store refuses what others have changed meanwhile.
func (l *inmates) keyNewer(msg *message.Message) error {
	var e inmate
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	return l.badger.Update(func(txn *badger.Txn) error {
		item, err := txn.Get([]byte("cell:" + e.ID))
		if err == nil {
			var old inmate
			if err := item.Value(func(val []byte) error { return json.Unmarshal(val, &old) }); err != nil {
				return err
			}
			if old.Version >= e.Version {
				return nil
			}
		}
		return txn.Set([]byte("cell:"+e.ID), msg.Payload)
	})
}

func (l *inmates) copyNewer(msg *message.Message) error {
	var e inmate
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	return l.badger.Update(func(txn *badger.Txn) error {
		item, err := txn.Get([]byte("cell:" + e.ID))
		if err != nil {
			return err
		}
		val, err := item.ValueCopy(nil)
		if err != nil {
			return err
		}
		var old inmate
		if err := json.Unmarshal(val, &old); err != nil {
			return err
		}
		if old.Version >= e.Version {
			return nil
		}
		return txn.Set([]byte("cell:"+e.ID), msg.Payload)
	})
}

func (l *inmates) far(msg *message.Message) error {
	var e inmate
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	_, err := l.etcd.Put(msg.Context(), "guests/"+e.ID, e.Room) // want `consumer inmates.far overwrites guests by a message of type stores.inmate`
	return err
}

// It is forgotten unless somebody keeps it up.
func (l *inmates) leased(msg *message.Message, lease clientv3.LeaseID) error {
	var e inmate
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	_, err := l.etcd.Put(msg.Context(), "present/"+e.ID, e.Room, clientv3.WithLease(lease))
	return err
}
