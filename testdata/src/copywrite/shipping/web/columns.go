package web

import (
	"net/http"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// The repository changes the columns that it is told.

func (h *Handler) NamedColumn(w http.ResponseWriter, r *http.Request) {
	h.Store.PatchFirm(r.Context(), r.PathValue("id"), "vat_id", r.FormValue("v")) // want `Handler.NamedColumn writes firms`
}

func (h *Handler) NamedOwnColumn(w http.ResponseWriter, r *http.Request) {
	h.Store.PatchFirm(r.Context(), r.PathValue("id"), "note", r.FormValue("v"))
}

func (h *Handler) Fields(w http.ResponseWriter, r *http.Request) {
	h.Store.SetFirm(r.Context(), r.PathValue("id"), map[string]any{"name": r.FormValue("name")}) // want `Handler.Fields writes firms`
}

func (h *Handler) FieldsHandedOn(w http.ResponseWriter, r *http.Request) {
	fields := map[string]any{"note": r.FormValue("note")}
	if v := r.FormValue("name"); v != "" {
		fields["name"] = v
	}
	h.Store.ChangeFirm(r.Context(), r.PathValue("id"), fields) // want `Handler.FieldsHandedOn writes firms`
}

func (h *Handler) OwnFields(w http.ResponseWriter, r *http.Request) {
	h.Store.ChangeFirm(r.Context(), r.PathValue("id"), map[string]any{"note": r.FormValue("name")})
}

// AnyFields may be the service's own.
func (h *Handler) AnyFields(w http.ResponseWriter, r *http.Request) {
	fields := map[string]any{}
	for key := range r.Form {
		fields[key] = r.FormValue(key)
	}
	h.Store.ChangeFirm(r.Context(), r.PathValue("id"), fields)
}

func (h *Handler) Document(w http.ResponseWriter, r *http.Request) {
	h.Store.SetDocument(r.Context(), r.PathValue("id"), bson.M{"name": r.FormValue("name")}) // want `Handler.Document writes firms`
}

func (h *Handler) OwnDocument(w http.ResponseWriter, r *http.Request) {
	h.Store.SetDocument(r.Context(), r.PathValue("id"), bson.M{"note": r.FormValue("name")})
}

func (h *Handler) Ident(w http.ResponseWriter, r *http.Request) {
	h.Store.Ident(r.Context(), r.PathValue("id"), "name", r.FormValue("name")) // want `Handler.Ident writes firms`
}

func (h *Handler) OwnIdent(w http.ResponseWriter, r *http.Request) {
	h.Store.Ident(r.Context(), r.PathValue("id"), "note", "name")
}

func (h *Handler) Field(w http.ResponseWriter, r *http.Request) {
	h.Store.SetField(r.Context(), r.PathValue("id"), "name", r.FormValue("name")) // want `Handler.Field writes firms`
}

func (h *Handler) OwnField(w http.ResponseWriter, r *http.Request) {
	h.Store.SetField(r.Context(), r.PathValue("id"), "note", r.FormValue("name"))
}

// AnyField may be the service's own.
func (h *Handler) AnyField(w http.ResponseWriter, r *http.Request) {
	h.Store.SetField(r.Context(), r.PathValue("id"), r.FormValue("field"), r.FormValue("name"))
}

func (h *Handler) MapField(w http.ResponseWriter, r *http.Request) {
	h.Store.PutField(r.Context(), r.PathValue("id"), "vat_id", r.FormValue("vat")) // want `Handler.MapField writes firms`
}
