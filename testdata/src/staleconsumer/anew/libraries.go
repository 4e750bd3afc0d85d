package anew

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/nats-io/nats.go"
	"github.com/redis/go-redis/v9"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"gorm.io/gorm"
)

// An account is kept by whatever library.
type account struct {
	ID      string `gorm:"primaryKey" bson:"_id"`
	Owner   string
	Status  string
	Balance int
}

type entry struct {
	AccountID string
	Amount    int
}

type posted struct {
	AccountID, Owner string
	Amount           int
}

// GetAccountID is what generated code has.
func (p *posted) GetAccountID() string { return p.AccountID }

// GetOwner likewise.
func (p *posted) GetOwner() string { return p.Owner }

func posting(m *nats.Msg) (*posted, error) {
	e := new(posted)
	return e, json.Unmarshal(m.Data, e)
}

type keeper struct {
	db    *gorm.DB
	docs  *mongo.Collection
	redis *redis.Client
	http  *http.Client
}

func (k *keeper) balance(ctx context.Context, id string) (int, error) {
	var list []entry
	if err := k.db.WithContext(ctx).Where("account_id = ?", id).Find(&list).Error; err != nil {
		return 0, err
	}
	sum := 0
	for _, x := range list {
		sum += x.Amount
	}
	return sum, nil
}

func (k *keeper) summed(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	sum, err := k.balance(ctx, e.AccountID)
	if err != nil {
		return err
	}
	return k.db.Model(&account{}).Where("id = ?", e.AccountID).Update("balance", sum).Error
}

func (k *keeper) savedWhole(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	var a account
	if err := k.db.First(&a, "id = ?", e.GetAccountID()).Error; err != nil {
		return err
	}
	if a.Balance, err = k.balance(ctx, e.GetAccountID()); err != nil {
		return err
	}
	return k.db.Save(&a).Error
}

func (k *keeper) owned(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	var a account
	if err := k.db.First(&a, "id = ?", e.GetAccountID()).Error; err != nil {
		return err
	}
	if a.Balance, err = k.balance(ctx, e.GetAccountID()); err != nil {
		return err
	}
	a.Owner = e.GetOwner()
	return k.db.Save(&a).Error // want `consumer keeper.owned overwrites accounts`
}

func (k *keeper) frozen(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	sum, err := k.balance(ctx, e.AccountID)
	if err != nil {
		return err
	}
	return k.db.Model(&account{}).Where("id = ?", e.AccountID).Updates(map[string]any{"balance": sum, "status": "frozen"}).Error // want `consumer keeper.frozen overwrites accounts`
}

func (k *keeper) documented(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	sum, err := k.balance(ctx, e.AccountID)
	if err != nil {
		return err
	}
	_, err = k.docs.UpdateOne(ctx, bson.M{"_id": e.AccountID}, bson.M{"$set": bson.M{"balance": sum}})
	return err
}

// settled is told the state by the message that there is.
func (k *keeper) settled(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	return k.setStatus(ctx, e.AccountID, "settled")
}

func (k *keeper) setStatus(ctx context.Context, id, status string) error {
	_, err := k.docs.UpdateByID(ctx, id, bson.M{"$set": bson.M{"status": status}}) // want `consumer keeper.setStatus overwrites a table`
	return err
}

func (k *keeper) replaced(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	var a account
	if err := k.docs.FindOne(ctx, bson.M{"_id": e.AccountID}).Decode(&a); err != nil {
		return err
	}
	a.Owner = e.Owner
	_, err = k.docs.ReplaceOne(ctx, bson.M{"_id": e.AccountID}, a) // want `consumer keeper.replaced overwrites a table`
	return err
}

func (k *keeper) marked(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	sum, err := k.balance(ctx, e.AccountID)
	if err != nil {
		return err
	}
	_, err = k.docs.UpdateOne(ctx, bson.M{"_id": e.AccountID}, bson.M{"$set": bson.M{"balance": sum, "status": "posted"}}) // want `consumer keeper.marked overwrites a table`
	return err
}

func (k *keeper) cached(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	var a account
	if err := k.db.First(&a, "id = ?", e.AccountID).Error; err != nil {
		return err
	}
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return k.redis.Set(ctx, "account:"+e.AccountID, body, 0).Err()
}

func (k *keeper) cachedAsSaid(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	var a account
	if err := k.db.First(&a, "id = ?", e.AccountID).Error; err != nil {
		return err
	}
	a.Balance = e.Amount
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return k.redis.Set(ctx, "account:"+e.AccountID, body, 0).Err() // want `consumer keeper.cachedAsSaid overwrites account`
}

// ask gets the rating of an account from whoever keeps it.
func (k *keeper) ask(ctx context.Context, id string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://ratings.example.com/"+id, nil)
	if err != nil {
		return 0, err
	}
	res, err := k.http.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	var rating struct{ Value int }
	err = json.NewDecoder(res.Body).Decode(&rating)
	return rating.Value, err
}

// rated writes what two sources say by now.
func (k *keeper) rated(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	var a account
	if err := k.db.First(&a, "id = ?", e.AccountID).Error; err != nil {
		return err
	}
	rating, err := k.ask(ctx, e.AccountID)
	if err != nil {
		return err
	}
	a.Balance += rating
	return k.db.Save(&a).Error
}

func (k *keeper) listen(nc *nats.Conn) {
	ctx := context.Background()
	for subject, handle := range map[string]func(context.Context, *nats.Msg) error{
		"a": k.summed, "b": k.savedWhole, "c": k.owned, "d": k.frozen, "e": k.documented, "f": k.replaced, "g": k.marked,
		"h": k.cached, "i": k.cachedAsSaid, "j": k.rated, "k": k.settled,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) { _ = handle(ctx, m) })
	}
}
