package web

import (
	"github.com/gin-gonic/gin"
)

func (h *Handler) Gin(c *gin.Context) {
	h.App.Rename(c, c.Param("id"), c.PostForm("name")) // want `Handler.Gin writes clients`
}

func (h *Handler) GinLiteral() gin.HandlerFunc {
	return func(c *gin.Context) {
		h.Store.RenameClient(c, c.Param("id"), c.PostForm("name")) // want `Handler.GinLiteral writes clients`
	}
}
