package libs

import (
	"context"

	"github.com/IBM/sarama"
	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kgo"
)

type group struct{ *store }

func (group) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (group) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (g group) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for msg := range claim.Messages() {
		if err := g.rename(session.Context(), msg.Value); err != nil { // want `consumer group.ConsumeClaim overwrites customers by a message`
			return err
		}
		session.MarkMessage(msg, "")
	}
	return nil
}

func partition(ctx context.Context, s *store, pc sarama.PartitionConsumer) {
	for {
		select {
		case msg := <-pc.Messages():
			_ = s.rename(ctx, msg.Value) // want `consumer partition overwrites customers by a message`
		case <-ctx.Done():
			return
		}
	}
}

func fetch(ctx context.Context, s *store, r *kafka.Reader) error {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := s.rename(ctx, m.Value); err != nil { // want `consumer fetch overwrites customers by a message`
			continue
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

func poll(ctx context.Context, s *store, cl *kgo.Client) {
	for {
		fetches := cl.PollFetches(ctx)
		fetches.EachRecord(func(r *kgo.Record) {
			_ = s.rename(ctx, r.Value) // want `consumer poll overwrites customers by a message`
		})
	}
}

func pollParts(ctx context.Context, s *store, cl *kgo.Client) {
	cl.PollFetches(ctx).EachPartition(func(p kgo.FetchTopicPartition) {
		for _, r := range p.Records {
			_ = s.rename(ctx, r.Value) // want `consumer pollParts overwrites customers by a message`
		}
	})
}

func pollIter(ctx context.Context, s *store, cl *kgo.Client) {
	fetches := cl.PollFetches(ctx)
	for iter := fetches.RecordIter(); !iter.Done(); {
		_ = s.rename(ctx, iter.Next().Value) // want `consumer pollIter overwrites customers by a message`
	}
}

// produce sends what it was given: it receives nothing.
func produce(ctx context.Context, s *store, w *kafka.Writer, key string, data []byte) error {
	if err := w.WriteMessages(ctx, kafka.Message{Key: []byte(key), Value: data}); err != nil {
		return err
	}
	return s.rename(ctx, data)
}

func produceSync(s *store, p sarama.SyncProducer, data []byte) error {
	msg := &sarama.ProducerMessage{Topic: "customers", Value: sarama.ByteEncoder(data)}
	if _, _, err := p.SendMessage(msg); err != nil {
		return err
	}
	return s.rename(context.Background(), data)
}
